#include "tests/simulation/simulated_onlooker.hpp"

#include <doctest/doctest.h>

namespace atelier::simulation {

void simulated_onlooker::come(simulated_server& server) {
  at_ = server.connect();
  const auto text = replica_.stream().subscription(mux_id{1}).dump();
  const auto raw = as_byte_view(text);
  server.send(*at_, {frame_kind::json, {raw.begin(), raw.end()}});
}

void simulated_onlooker::server_gone() {
  at_.reset();
  replica_.disconnected();
}

void simulated_onlooker::take(simulated_server& server) {
  if (!at_)
    return;
  for (const auto& each : server.receive(*at_)) {
    if (each.kind == frame_kind::json) {
      const auto message = json::parse(as_text(each.body));
      if (message.at("type") == "sync")
        REQUIRE(replica_.apply_sync(message));
      continue;
    }
    for (byte_view rest{each.body}; !rest.empty();) {
      const auto next = take_block(rest);
      REQUIRE(next);
      const auto taken = replica_.apply(*next);
      REQUIRE_MESSAGE(taken, taken.error().message);
    }
  }
}

} // namespace atelier::simulation
