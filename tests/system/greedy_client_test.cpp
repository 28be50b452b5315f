#include "protocol/blocks.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/system/studio.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

/// Reads until it has seen what became of so many ops; gives how many of them were drawn.
std::size_t count_drawn(stranger& who, std::size_t due) {
  std::size_t drawn = 0;
  std::size_t refused = 0;
  while (drawn + refused < due) {
    const auto came = who.next();
    REQUIRE(came);
    if (came->kind == frame_kind::json) {
      const auto said = json::parse(as_text(came->body));
      if (said.at("type") != "rejected")
        continue;
      CHECK(said.at("error").at("code") == "too_costly");
      refused += said.at("count").get<std::size_t>();
      continue;
    }
    byte_view rest{came->body};
    while (!rest.empty()) {
      const auto block = take_block(rest);
      REQUIRE(block);
      if (block->kind != block_kind::updates)
        continue;
      auto runs = read_updates(block->payload)->runs;
      while (!runs.empty())
        drawn += take_run(runs)->count;
    }
  }
  CHECK(drawn + refused == due);
  return drawn;
}

} // namespace

TEST_CASE("a frame of 100,000 flood fills costs its sender the budget, and fifty others nothing") {
  studio all;
  constexpr std::size_t count = 100'000;
  const auto picture = add_picture(all.server(), "flood", 1000, 1000);
  bytes ops;
  for (std::size_t i = 0; i < count; ++i)
    encode(fill_op{500, 500, {static_cast<std::uint8_t>(i), 0, 0, 255}}, ops);
  bytes message;
  append_draw(message, picture, 1, ops);
  for (std::size_t transport = 0; transport < 3; ++transport) {
    auto one = all.visit(all.server().url(transport));
    one.say(to_text({{"type", "subscribe"}, {"mux_id", 1}, {"picture", picture.value}}));
    REQUIRE(one.next_word() == "sync");
    one.send_message(frame_kind::blocks, message);
    const auto drawn = count_drawn(one, count);
    CHECK(drawn > 0);
    CHECK(drawn < count / 10);
  }
  all.check();
}

TEST_CASE("a client that asks and never reads is closed as too slow, and fifty others wait for nothing") {
  studio all{{"--stall-seconds", "1", "--outbox-bytes-max", "65536", "--backlog-bytes-max", "65536"}};
  for (int i = 0; i < 30; ++i)
    static_cast<void>(add_picture(all.server(), "one of many", 8, 8));
  for (std::size_t transport = 0; transport < 3; ++transport) {
    CAPTURE(transport);
    auto one = all.visit(all.server().url(transport));
    one.say(R"({"type":"subscribe","mux_id":1,"picture":2})");
    const auto viewers_are = [&](std::size_t count) {
      return eventually([&] {
        all.work();
        return picture_facts(all.server(), picture_id{2}).at("viewers") == count;
      });
    };
    REQUIRE(viewers_are(52));
    // Some kilobytes for each question: more than all buffers between the two hold.
    for (int i = 0; i < 3000; ++i)
      one.say(R"({"type":"command","id":1,"action":"pictures"})");
    CHECK(viewers_are(51));
    const auto said = one.rest();
    if (said.find("goodbye") != std::string::npos)
      CHECK(said.find(R"("reason":"too_slow")") != std::string::npos);
  }
  all.check();
}
