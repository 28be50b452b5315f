#include "manager/server.hpp"

#include "manager/manager_actor.hpp"
#include "manager/open_files.hpp"
#include "manager/signals.hpp"
#include "manager/stop_rules.hpp"
#include "manager/web_folder.hpp"
#include "runtime/asio_coordinator.hpp"

#include <cstdio>
#include <cstdlib>
#include <random>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace atelier {

namespace {

using sockets = std::vector<std::shared_ptr<listening_socket>>;

/// For threads that have nothing more to do.
constexpr std::chrono::seconds join_max{5};

struct start_failure {
  exit_code code{};
  std::string why;
};

/// What is held while the server runs.
struct opened {
  std::shared_ptr<data_folder> folder;
  recovered_state state;
  std::shared_ptr<picture_archive> archive;
  std::shared_ptr<chat_archive> chats;
  std::shared_ptr<event_archive> events;
  /// One for each actor that reads feeds.
  std::shared_ptr<feed_archive> feeds;
  std::shared_ptr<feed_archive> report_feeds;
  sockets listening;
};

void set_up_log(const std::string& level) {
  auto log = spdlog::stderr_color_mt("atelierd");
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  log->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(log));
}

tl::expected<sockets, std::string> listen(const options& wanted) {
  std::vector<tl::expected<listening_socket, std::string>> tried;
  tried.push_back(listening_socket::local(wanted.socket));
  if (wanted.http)
    tried.push_back(listening_socket::internet(listener_kind::http, *wanted.http));
  if (wanted.tcp)
    tried.push_back(listening_socket::internet(listener_kind::tcp, *wanted.tcp));
  sockets result;
  for (auto& each : tried) {
    if (!each)
      return tl::unexpected{each.error()};
    result.push_back(std::make_shared<listening_socket>(std::move(*each)));
  }
  return result;
}

std::array<std::uint64_t, 2> random_seed() {
  std::random_device source;
  const auto word = [&source] {
    return std::uint64_t{source()} << 32U | source();
  };
  return {word(), word()};
}

tl::expected<opened, start_failure> open_all(const options& wanted) {
  auto folder = data_folder::open(wanted.data, std::chrono::system_clock::now(), wanted.srv_id);
  if (!folder)
    return tl::unexpected{start_failure{exit_code_of(folder.error().kind), folder.error().message}};
  opened result;
  result.folder = std::move(*folder);
  auto listening = listen(wanted);
  if (!listening) {
    // Nothing was changed, so the next start has nothing to repair.
    const std::vector<record> untouched{stopped_cleanly{}};
    static_cast<void>(result.folder->commit({&untouched, 1}));
    return tl::unexpected{start_failure{exit_code::cannot_listen, listening.error()}};
  }
  result.listening = std::move(*listening);
  auto state = result.folder->recover();
  if (!state)
    return tl::unexpected{start_failure{exit_code::data_damaged, state.error().message}};
  result.state = std::move(*state);
  result.state.seed = random_seed();
  std::erase_if(result.state.config, [&](const auto& stored) { return wanted.given.contains(stored.first); });
  auto archive = result.folder->archive();
  if (!archive)
    return tl::unexpected{start_failure{exit_code::data_damaged, archive.error().message}};
  result.archive = std::move(*archive);
  auto chats = result.folder->chats();
  if (!chats)
    return tl::unexpected{start_failure{exit_code::data_damaged, chats.error().message}};
  result.chats = std::move(*chats);
  auto events = result.folder->events();
  if (!events)
    return tl::unexpected{start_failure{exit_code::data_damaged, events.error().message}};
  result.events = std::move(*events);
  for (auto* each : {&result.feeds, &result.report_feeds}) {
    auto feeds = result.folder->feeds();
    if (!feeds)
      return tl::unexpected{start_failure{exit_code::data_damaged, feeds.error().message}};
    *each = std::move(*feeds);
  }
  return result;
}

http_setup make_http_setup(const options& wanted) {
  http_setup result;
  result.web_folder = wanted.web.empty() ? find_web_folder() : wanted.web;
  if (result.web_folder.empty())
    spdlog::warn("no page was found beside the program; name its folder with --web");
  result.allowed_origins = wanted.allowed_origins;
  result.hosts = {"localhost", "127.0.0.1", "[::1]"};
  if (wanted.http)
    result.hosts.push_back(url_host(*wanted.http));
  result.hosts.insert(result.hosts.end(), wanted.allowed_hosts.begin(), wanted.allowed_hosts.end());
  return result;
}

void announce(const sockets& listening) {
  for (const auto& each : listening)
    std::printf("listening on %s\n", each->url().c_str());
  std::puts("ready");
  std::fflush(stdout);
}

[[noreturn]] void end_at_once(const sockets& listening, std::string_view why) {
  spdlog::error("{}; what was not finished is cut off", why);
  for (const auto& each : listening)
    each->remove_file();
  spdlog::default_logger()->flush();
  std::_Exit(static_cast<int>(exit_code::cut_off));
}

// Waits on the main thread until the manager says that everybody is gone.
over wait_for_end(signals& events, const house_actor& manager, const limits& bounds, const sockets& listening) {
  stop_rules rules{bounds};
  for (;;) {
    const auto event = events.wait(rules.deadline());
    const auto now = stop_rules::clock::now();
    if (const auto* end = std::get_if<over>(&event))
      return *end;
    auto verdict = rules.time_passed(now);
    if (const auto* signal = std::get_if<signal_came>(&event)) {
      verdict = rules.signalled(signal->interrupt, now);
      if (verdict == stop_rules::verdict::ask_to_stop)
        caf::anon_send(manager, shutdown_requested{signal->interrupt ? "SIGINT" : "SIGTERM", false});
    } else if (std::holds_alternative<server_is_stopping>(event)) {
      rules.stopping(now);
    }
    if (verdict == stop_rules::verdict::end_at_once)
      end_at_once(listening, std::holds_alternative<signal_came>(event) ? "a second SIGINT came"
                                                                        : "the time limit of the shutdown was hit");
  }
}

over serve(const options& wanted, opened all, signals& events) {
  caf::actor_system_config config;
  runtime::use_asio_coordinator(config, wanted.io_threads, [](std::string_view line) { spdlog::error("{}", line); });
  caf::actor_system system{config};
  const auto listening = all.listening;
  auto manager = spawn_manager(
      system, {wanted.bounds, std::move(all.state), std::move(all.folder), std::move(all.archive), std::move(all.chats),
               std::move(all.events), std::move(all.feeds), std::move(all.report_feeds), wanted.feed_peers,
               make_http_setup(wanted), std::move(all.listening), [&events] { events.tell(server_is_stopping{}); },
               [&events](const over& end) {
                 events.tell(end);
               }});
  manager->attach_functor([&events](const caf::error&) {
    // After `over` nobody listens any more.
    events.tell(over{exit_code::failed, "the manager died"});
  });
  announce(listening);
  auto end = wait_for_end(events, manager, wanted.bounds, listening);
  manager = nullptr;
  end_process_after(join_max, end.code == exit_code::clean ? exit_code::cut_off : end.code);
  return end;
}

} // namespace

exit_code run_server(options wanted) {
  signals events;
  set_up_log(wanted.log_level);
  wanted.bounds.connections_max = connections_within(raise_open_files(), wanted.bounds.connections_max);
  auto all = open_all(wanted);
  if (!all) {
    std::fprintf(stderr, "atelierd: %s\n", all.error().why.c_str());
    return all.error().code;
  }
  const auto end = serve(wanted, std::move(*all), events);
  if (end.code != exit_code::clean)
    std::fprintf(stderr, "atelierd: %s\n", end.reason.c_str());
  return end.code;
}

} // namespace atelier
