#include "engine/engine.hpp"

#include "protocol/blocks.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr session_id lobby{1};
constexpr picture_id welcome{1};

recovered_state one_picture() {
  recovered_state out;
  out.srv_id = 1;
  out.epoch = 1;
  out.next_picture_id = picture_id{2};
  out.sessions.push_back({lobby, "00000000-0000-4000-8000-000000000001", "lobby", "free", {}});
  out.pictures.push_back({{welcome, "welcome", "atelier", 64, 64, lobby, "welcome_atelier", "file", {}}, 0, {}});
  return out;
}

std::string uuid(int number) {
  return "00000000-0000-4000-8000-00000000000" + std::to_string(number);
}

/// An engine whose storage and loader answer at once.
class studio {
public:
  explicit studio(limits bounds = {}) : engine_{bounds, one_picture()} {}

  void give(auto&& input) {
    effects out;
    now_.mono += 1ms;
    engine_.apply(std::forward<decltype(input)>(input), now_, out);
    for (auto& each : out)
      if (auto* message = std::get_if<to_connection>(&each))
        said_.push_back(std::move(*message));
      else if (auto* batch = std::get_if<store_batch>(&each))
        give(committed{batch->ticket});
      else if (auto* load = std::get_if<load_picture>(&each)) {
        picture_loaded loaded{load->request, load->picture.id, 0, raster{64, 64}, {}, {}};
        give(loaded);
      } else if (auto* encode = std::get_if<encode_view>(&each))
        give(view_encoded{encode->picture, encode->seq, std::make_shared<bytes>(1)});
  }

  void join(connection_id who, std::optional<std::string> client = {}) {
    give(connected{who, false});
    stream_requested wanted{who, mux_id{1}, {}};
    wanted.source.picture = welcome;
    wanted.source.client = std::move(client);
    give(std::move(wanted));
  }

  void ask(connection_id who, std::string action, json args) {
    command what;
    what.id = 1;
    what.session = lobby;
    what.action = std::move(action);
    what.args = std::move(args);
    give(command_received{who, std::move(what)});
  }

  /// Messages of one kind to one connection so far.
  template <class Message>
  [[nodiscard]] std::vector<Message> heard(connection_id who) const {
    std::vector<Message> out;
    for (const auto& each : said_)
      if (const auto* what = std::get_if<Message>(&each.what); what && each.to == who)
        out.push_back(*what);
    return out;
  }

private:
  engine engine_;
  instant now_{instant::clock::time_point{1h}, {}};
  std::vector<to_connection> said_;
};

draws_received rectangles(connection_id from, std::uint32_t count) {
  draw_batch batch{welcome, 1, count, {}, {}};
  for (std::uint32_t i = 0; i < count; ++i)
    encode(rect_op{0, 0, 64, 64, {1, 2, 3, 255}}, batch.ops);
  draws_received out;
  out.from = from;
  out.batches.push_back(std::move(batch));
  return out;
}

} // namespace

TEST_CASE("a client whose ops are dropped with their picture is read from again") {
  limits bounds;
  bounds.slice_pixels = 100;
  studio here{bounds};
  const connection_id ada{1}, bob{2};
  here.join(ada);
  here.give(connected{bob, false});
  here.give(rectangles(ada, 3));
  CHECK(here.heard<draws_taken>(ada).empty());
  here.ask(bob, "remove_picture", {{"picture", welcome.value}});
  CHECK(here.heard<draws_taken>(ada).size() == 1);
  CHECK(here.heard<stream_ended>(ada).size() == 1);
}

TEST_CASE("past the limit nobody new may name itself, and those who are known still may") {
  limits bounds;
  bounds.named_clients_max = 1;
  studio here{bounds};
  here.join(connection_id{1}, uuid(1));
  here.join(connection_id{2}, uuid(2));
  here.join(connection_id{3}, uuid(1));
  here.join(connection_id{4});
  const auto refused = here.heard<stream_refused>(connection_id{2});
  REQUIRE(refused.size() == 1);
  CHECK(refused.front().what.code == errc::rate_limited);
  for (const auto allowed : {1, 3, 4})
    CHECK(here.heard<stream_joined>(connection_id{static_cast<std::uint32_t>(allowed)}).size() == 1);
}
