#include "manager/options.hpp"

#include "manager/limit_options.hpp"
#include "protocol/server_messages.hpp"
#include "protocol/websocket_url.hpp"

#include <algorithm>
#include <CLI/CLI.hpp>
#include <limits>

namespace atelier {

namespace {

constexpr const char* off = "off";

early_exit refuse(const std::string& why) {
  return {exit_code::wrong_option, why + " (atelierd --help shows the options)"};
}

/// What is wrong with the servers to follow; those that are right are made the same text for the same server.
std::optional<std::string> tidy_peers(std::vector<std::string>& urls) {
  std::vector<std::string> out;
  for (const auto& each : urls) {
    const auto url = read_websocket_url(each);
    if (!url)
      return "--feed-peer: " + url.error().message;
    if (auto same = to_string(*url); std::ranges::find(out, same) == out.end())
      out.push_back(std::move(same));
  }
  urls = std::move(out);
  return std::nullopt;
}

/// What can't be put into `options` as it is.
struct raw_options {
  std::string http = "127.0.0.1:7070";
  std::string tcp = off;
};

void add_options(CLI::App& app, options& to, raw_options& raw) {
  app.add_option("--data", to.data, "the folder with everything that is kept; made where it is missing")
      ->capture_default_str();
  app.add_option("--srv-id", to.srv_id,
                 "the server's own number, different from those of the servers that it follows; set once, for new data "
                 "(default: 1)")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{std::numeric_limits<std::uint32_t>::max()}));
  app.add_option("--socket", to.socket,
                 "the Unix socket, for the owner alone (default: atelier.sock in the data folder)");
  app.add_option("--http", raw.http, "HOST:PORT for browsers; port 0 takes a free one; 'off' for none")
      ->capture_default_str();
  app.add_option("--tcp", raw.tcp, "HOST:PORT for programs; port 0 takes a free one; 'off' for none")
      ->capture_default_str();
  app.add_option("--io-threads", to.io_threads, "threads for sockets and actors; 0 means one for each core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  app.add_option("--log-level", to.log_level, "what is logged to stderr")
      ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error", "off"}))
      ->capture_default_str();
  app.add_option("--web", to.web, "the folder with the page (default: the one that came with the program)")
      ->check(CLI::ExistingDirectory);
  app.add_option("--allow-origin", to.allowed_origins, "an Origin that may use this server; may be repeated");
  app.add_option("--allow-host", to.allowed_hosts, "another name of this server, as browsers ask for; may be repeated");
  app.add_option("--feed-peer", to.feed_peers,
                 "ws://HOST:PORT/ws of another server whose feeds are followed; may be repeated");
}

tl::expected<std::optional<host_port>, std::string> address_or_off(const char* name, const std::string& text) {
  if (text == off)
    return std::nullopt;
  return parse_host_port(text).map_error([&](const std::string& why) { return std::string{name} + ": " + why; });
}

} // namespace

std::variant<options, early_exit> parse_options(const std::vector<std::string>& arguments) {
  options result;
  raw_options raw;
  CLI::App app{"atelierd, a server for drawing and games in real time", "atelierd"};
  app.footer(std::string{exit_code_help});
  app.set_version_flag("--version", std::string{server_name});
  app.set_config("--config", "", "a file with these options as lines such as  http = \"127.0.0.1:7070\"");
  app.allow_config_extras(false);
  add_options(app, result, raw);
  add_limit_options(app, result.bounds);

  try {
    app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::CallForHelp&) {
    return early_exit{exit_code::clean, app.help()};
  } catch (const CLI::CallForVersion& version) {
    return early_exit{exit_code::clean, std::string{version.what()} + "\n"};
  } catch (const CLI::Error& wrong) {
    return refuse(wrong.what());
  }

  const auto http = address_or_off("--http", raw.http);
  if (!http)
    return refuse(http.error());
  result.http = *http;
  const auto tcp = address_or_off("--tcp", raw.tcp);
  if (!tcp)
    return refuse(tcp.error());
  result.tcp = *tcp;
  if (const auto wrong = tidy_peers(result.feed_peers))
    return refuse(*wrong);
  if (const auto wrong = contradiction_in(result.bounds))
    return refuse(*wrong);
  for (const auto* each : app.get_options([](const CLI::Option* one) { return one->count() > 0; })) {
    auto name = each->get_single_name();
    std::ranges::replace(name, '-', '_');
    result.given.insert(std::move(name));
  }
  if (result.data.empty())
    return refuse("--data is empty; it must name a folder");
  if (result.socket.empty())
    result.socket = result.data / "atelier.sock";
  return result;
}

} // namespace atelier
