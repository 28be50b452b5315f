#include "engine/engine.hpp"

#include "protocol/blocks.hpp"
#include "tests/engine/heard.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr session_id lobby{1};
constexpr picture_id welcome{1};

picture_record picture_numbered(std::uint32_t number) {
  const auto name = "picture" + std::to_string(number);
  return {picture_id{number}, name, "atelier", 64, 64, lobby, name, "file", {}};
}

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

constexpr std::size_t png_bytes = 1000;

draws_received rectangles(connection_id from, std::uint32_t count) {
  draw_batch batch{welcome, 1, count, {}, {}};
  for (std::uint32_t i = 0; i < count; ++i)
    encode(rect_op{0, 0, 64, 64, {1, 2, 3, 255}}, batch.ops);
  draws_received out;
  out.from = from;
  out.batches.push_back(std::move(batch));
  return out;
}

/// An engine whose storage and loader answer at once.
class studio {
public:
  explicit studio(limits bounds = {}, recovered_state state = one_picture()) : engine_{bounds, std::move(state)} {}

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
      } else if (auto* write = std::get_if<write_snapshot>(&each)) {
        writes_.push_back(std::move(*write));
      } else if (auto* encode = std::get_if<encode_view>(&each)) {
        ++encodings;
        give(view_encoded{encode->picture, encode->seq, std::make_shared<bytes>(png_bytes)});
      }
  }

  /// The worker has written the one that waited longest.
  void write_one(std::optional<error> failed = {}) {
    REQUIRE_FALSE(writes_.empty());
    const auto done = std::move(writes_.front());
    writes_.erase(writes_.begin());
    give(snapshot_written{done.picture, done.snapshot, std::move(failed)});
  }
  /// PNGs that were made for joiners.
  int encodings = 0;
  [[nodiscard]] std::size_t writes() const noexcept {
    return writes_.size();
  }

  /// Somebody draws on a picture and leaves it.
  void touch(connection_id who, picture_id what) {
    join(who, {}, what);
    auto drawn = rectangles(who, 1);
    drawn.batches.front().picture = what;
    give(std::move(drawn));
    give(disconnected{who});
  }

  void join(connection_id who, std::optional<std::string> client = {}, picture_id what = welcome) {
    give(connected{who, false});
    stream_requested wanted{who, mux_id{1}, {}};
    wanted.source.picture = what;
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
    return test::heard_by<Message>(who, said_);
  }

private:
  engine engine_;
  instant now_{instant::clock::time_point{1h}, {}};
  std::vector<to_connection> said_;
  std::vector<write_snapshot> writes_;
};

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

TEST_CASE("so many pictures are written at once, and each of the others in its turn") {
  limits bounds;
  bounds.snapshot_writes_max = 2;
  auto state = one_picture();
  for (std::uint32_t id = 2; id <= 6; ++id)
    state.pictures.push_back({picture_numbered(id), 0, {}});
  studio here{bounds, state};
  for (std::uint32_t id = 1; id <= 6; ++id)
    here.touch(connection_id{id}, picture_id{id});
  CHECK(here.writes() == 2);
  SUBCASE("when one is done") {
    std::size_t written = 0;
    for (; here.writes() > 0; ++written) {
      CHECK(here.writes() <= 2);
      here.write_one();
    }
    CHECK(written == 6);
  }
  SUBCASE("also when one fails or its picture is removed") {
    here.write_one(error{errc::storage_failure, "the disk is full"});
    CHECK(here.writes() == 2);
    here.give(connected{connection_id{9}, true});
    for (const auto gone : {4U, 5U})
      here.ask(connection_id{9}, "remove_picture", {{"picture", gone}});
    std::size_t written = 0;
    for (; here.writes() > 0; ++written)
      here.write_one();
    CHECK(written == 3);
  }
}

TEST_CASE("a picture's PNG is made anew for a joiner where others have taken its room") {
  limits bounds;
  bounds.encoded_bytes_max = 3 * png_bytes;
  auto state = one_picture();
  state.pictures.push_back({picture_numbered(2), 0, {}});
  studio here{bounds, state};
  here.join(connection_id{1}, {}, picture_id{1});
  CHECK(here.encodings == 1);
  here.join(connection_id{2}, {}, picture_id{1});
  CHECK(here.encodings == 1);
  here.join(connection_id{3}, {}, picture_id{2});
  CHECK(here.encodings == 2);
  here.join(connection_id{4}, {}, picture_id{1});
  CHECK(here.encodings == 3);
  CHECK(here.heard<stream_joined>(connection_id{4}).size() == 1);
}
