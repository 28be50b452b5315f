#include "client/cli/feed_watch_run.hpp"

#include "client/cli/exit_codes.hpp"
#include "client/cli/feed_words.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/over_connections.hpp"
#include "client/routing.hpp"

#include <cstdio>
#include <limits>

namespace atelier::cli {

using client::fault_kind;
using client::outcome;

namespace {

constexpr std::int64_t only_stream = 1;

/// Between two such questions a server that has nothing to tell is not given up.
constexpr std::chrono::seconds ping_interval{20};

} // namespace

feed_watch_run::feed_watch_run(const settings& how, feed_watch_options what)
    : how_{how}, what_{std::move(what)}, retry_{what_.retry_max, [&how](const std::string& text) {
                                                  if (!how.quiet)
                                                    std::fprintf(stderr, "%s\n", text.c_str());
                                                }} {}

int feed_watch_run::run() {
  const auto done = over_connections(how_, retry_, [this](client::connection& made) { return watch_over(made); });
  std::fflush(stdout);
  return done ? exit_done : report(done.error());
}

outcome<void> feed_watch_run::watch_over(client::connection& made) {
  const json subscription{{"type", "subscribe"},
                          {"mux_id", only_stream},
                          {"project_id", what_.project},
                          {"since", to_json(what_.since)},
                          {"entries", "*"},
                          {"threads", "*"},
                          {"comments", "*"}};
  if (auto sent = made.commands.post(subscription); !sent)
    return sent;
  auto heard = reconnecting::clock::now();
  auto asked = heard;
  for (;;) {
    const auto came = next_message(made.messages, heard);
    if (!came)
      return tl::unexpected{came.error()};
    if (!*came) {
      std::fflush(stdout);
      const auto now = reconnecting::clock::now();
      if (now - std::max(heard, asked) < ping_interval)
        continue;
      asked = now;
      if (const auto alive = ask(made.commands, "ping"); !alive)
        return tl::unexpected{alive.error()};
      heard = reconnecting::clock::now();
      continue;
    }
    if (!(*came)->value)
      continue;
    const auto is_over = take(*(*came)->value);
    if (!is_over)
      return tl::unexpected{is_over.error()};
    if (*is_over)
      return {};
  }
}

outcome<bool> feed_watch_run::take(const json& message) {
  const auto type = raw_field(message, "type");
  if (type == "error")
    return tl::unexpected{client::refusal(field(message, "error"))};
  if (count_field(message, "mux_id") != std::uint64_t{only_stream})
    return false;
  if (type == "closed")
    return client::failed(fault_kind::refused, "the feed has ended: " + shown(raw_field(message, "reason")));
  if (type == "sync") {
    if (retry_.connected() && !how_.quiet)
      std::fprintf(stderr, "the server is back\n");
    std::fflush(stdout);
    return what_.once;
  }
  const auto srv_id = count_field(message, "srv_id");
  const auto seqno = count_field(message, "seqno");
  if (!feed_kind_named(type) || !srv_id || *srv_id > std::numeric_limits<std::uint32_t>::max() || !seqno)
    return client::failed(fault_kind::broken_contract, "the server sent no message of a feed, but " + shown(type));
  const auto from = static_cast<std::uint32_t>(*srv_id);
  if (covers(what_.since, from, *seqno))
    return false;
  what_.since[from] = *seqno;
  auto plain = message;
  plain.erase("mux_id");
  std::printf("%s\n", how_.json ? to_text(plain).c_str() : feed_line(message).c_str());
  return false;
}

} // namespace atelier::cli
