#include "tests/simulation/seeds.hpp"
#include "tests/simulation/simulated_server.hpp"

#include <doctest/doctest.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace atelier;
using namespace atelier::simulation;

namespace {

constexpr session_id lobby{1};
constexpr int mux = 5;

limits small_limits() {
  limits out;
  out.recent_messages_max = 4;
  return out;
}

/// One who reads the chat, talks, changes what was said, and comes back where he was.
class talker {
public:
  talker(int number, simulation::random& dice) : number_{number}, dice_{dice} {}

  void take(simulated_server& server) {
    if (!at_)
      return;
    for (const auto& each : server.receive(*at_))
      hear(json::parse(as_text(each.body)));
  }

  void come(simulated_server& server) {
    if (at_ && server.is_closed(*at_))
      gone();
    if (!at_)
      at_ = server.connect(true);
    if (!open_ && !closing_)
      subscribe(server);
  }

  void subscribe(simulated_server& server) {
    json wanted{{"type", "subscribe"}, {"mux_id", mux}, {"chat", lobby.value}};
    if (last_ > 0)
      wanted["since"] = json::array({json::array({1, last_}), json::array({7, 1'000})});
    send(server, wanted);
    open_ = true;
    synced_ = false;
  }

  void close(simulated_server& server) {
    if (!at_ || !open_ || closing_)
      return;
    send(server, {{"type", "close"}, {"mux_id", mux}});
    closing_ = true;
  }

  /// Says one thing, and says it again with the same key until it was answered.
  void say(simulated_server& server) {
    if (!at_)
      return;
    if (!waiting_) {
      waiting_ = true;
      ++said_;
    }
    if (asked_)
      return;
    asked_ = true;
    const auto text = std::to_string(number_) + ":" + std::to_string(said_);
    command(server, "say", {{"text", text}}, "say " + text);
  }

  void change(simulated_server& server, bool deletes) {
    if (!at_ || shown_.empty())
      return;
    const auto place = std::next(shown_.begin(), static_cast<std::ptrdiff_t>(dice_() % shown_.size()));
    if (deletes)
      command(server, "delete_message", {{"message", place->first}}, {});
    else
      command(server, "edit_message", {{"message", place->first}, {"text", "edit " + std::to_string(dice_())}}, {});
  }

  void cut(simulated_server& server) {
    if (at_)
      server.cut(*at_);
    gone();
  }
  void gone() {
    at_.reset();
    open_ = synced_ = closing_ = asked_ = false;
  }

  [[nodiscard]] bool is_at_rest() const {
    return at_ && synced_ && !waiting_;
  }
  [[nodiscard]] const std::map<seqno_t, std::string>& shown() const {
    return shown_;
  }
  [[nodiscard]] const std::vector<seqno_t>& answered() const {
    return answered_;
  }

private:
  void send(simulated_server& server, const json& what) {
    const auto text = what.dump();
    const auto raw = as_byte_view(text);
    server.send(*at_, {frame_kind::json, {raw.begin(), raw.end()}});
  }

  void command(simulated_server& server, const std::string& action, const json& args, const std::string& key) {
    json what{
        {"type", "command"}, {"id", key.empty() ? 2 : 1}, {"session", lobby.value}, {"action", action}, {"args", args}};
    if (!key.empty())
      what["key"] = key;
    send(server, what);
  }

  void hear(const json& message) {
    const auto type = message.at("type").get<std::string>();
    if (type == "message") {
      CHECK(open_);
      const auto seqno = message.at("seqno").get<seqno_t>();
      CHECK_MESSAGE(seqno > last_, number_, " got ", seqno, " after ", last_);
      last_ = seqno;
      shown_[message.at("id")] = message.at("deleted") ? "deleted" : message.at("text").get<std::string>();
    } else if (type == "sync") {
      CHECK(open_);
      CHECK_FALSE(synced_);
      synced_ = true;
    } else if (type == "closed") {
      CHECK(closing_);
      open_ = closing_ = synced_ = false;
    } else if (type == "response" && message.at("id") == 1) {
      REQUIRE(message.contains("result"));
      asked_ = waiting_ = false;
      answered_.push_back(message.at("result").at("message").at("id"));
    } else if (type == "response" && message.contains("error")) {
      const auto code = message.at("error").at("code").get<std::string>();
      CHECK_MESSAGE((code == "not_found" || code == "shutting_down"), code);
    }
  }

  int number_;
  simulation::random& dice_;
  std::optional<connection_id> at_;
  bool open_ = false;
  bool synced_ = false;
  bool closing_ = false;
  bool waiting_ = false;
  bool asked_ = false;
  int said_ = 0;
  seqno_t last_ = 0;
  std::map<seqno_t, std::string> shown_;
  std::vector<seqno_t> answered_;
};

class play {
public:
  explicit play(std::uint64_t seed) : dice_{seed} {
    start();
    for (int i = 0; i < 4; ++i)
      people_.push_back(std::make_unique<talker>(i, dice_));
  }

  void run(int actions) {
    for (int i = 0; i < actions; ++i) {
      act(*people_[roll(people_.size())]);
      for (auto steps = roll(8); steps > 0; --steps)
        server_->step();
      if (roll(150) == 0)
        start();
    }
  }

  void finish() {
    bool done = false;
    for (int round = 0; round < 10'000 && !done; ++round) {
      done = true;
      for (auto& each : people_) {
        each->take(*server_);
        each->come(*server_);
        if (!each->is_at_rest())
          each->say(*server_);
        done &= each->is_at_rest();
      }
      done &= !server_->step();
    }
    REQUIRE(done);
    std::map<seqno_t, std::string> stored;
    for (const auto& each : store_.messages())
      stored[each.id] = each.deleted ? "deleted" : each.text;
    for (const auto& each : people_) {
      CHECK(each->shown() == stored);
      for (const auto id : each->answered())
        CHECK(stored.contains(id));
    }
  }

private:
  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice_);
  }

  void start() {
    for (auto& each : people_)
      each->gone();
    server_ = std::make_unique<simulated_server>(store_, small_limits(), dice_);
  }

  void act(talker& who) {
    who.take(*server_);
    who.come(*server_);
    switch (roll(16)) {
    case 0:
      return who.cut(*server_);
    case 1:
      return who.close(*server_);
    case 2:
      return who.change(*server_, false);
    case 3:
      return who.change(*server_, true);
    default:
      return who.say(*server_);
    }
  }

  simulation::random dice_;
  memory_store store_{8, 8};
  std::unique_ptr<simulated_server> server_;
  std::vector<std::unique_ptr<talker>> people_;
};

} // namespace

TEST_CASE("everybody ends with the same messages, each once and in order, whatever is cut, closed or killed") {
  const auto first = from_environment("ATELIER_SEED", 1);
  const auto count = from_environment("ATELIER_SEEDS", seeds_usual / 3);
  for (auto seed = first; seed < first + count; ++seed) {
    CAPTURE(seed);
    play one{seed};
    one.run(120);
    one.finish();
  }
}
