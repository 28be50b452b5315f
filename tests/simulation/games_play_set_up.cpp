#include "engine/pictures/loader.hpp"
#include "engine/players/tokens.hpp"
#include "protocol/server_messages.hpp"
#include "tests/simulation/games_play.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

// How the games begin, and what came out of them.

namespace atelier::simulation {

namespace {

std::string uuid_of(std::size_t number) {
  const auto digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

} // namespace

void games_play::add_players() {
  std::vector<record> all;
  for (auto& each : tables_)
    for (std::size_t i = 0; i < each.program->players(); ++i) {
      player_record player;
      player.id = player_id{static_cast<std::uint32_t>(people_.size() + 1)};
      player.handle = "player " + std::to_string(player.id.value);
      all.emplace_back(player);
      all.emplace_back(
          token_record{token_hash(player.handle), player.id, std::chrono::sys_days{std::chrono::January / 1 / 2030}});
      each.players.push_back(player.id);
      // A new server has a session 1, so the games' are the next.
      const auto place = static_cast<std::uint32_t>(&each - tables_.data());
      each.session = session_id{place + 2};
      people_.push_back(std::make_unique<simulated_player>(
          simulated_player::identity{uuid_of(player.id.value), player.handle, false, false},
          std::vector{each.session}));
    }
  store_.commit(all);
  std::vector<session_id> every;
  for (const auto& each : tables_)
    every.push_back(each.session);
  people_.push_back(
      std::make_unique<simulated_player>(simulated_player::identity{uuid_of(1'000), "", false, true}, every));
  admin_ = std::make_unique<simulated_player>(simulated_player::identity{uuid_of(1'001), "", true, false},
                                              std::vector<session_id>{});
}

json games_play::ask(simulated_player& who, std::optional<session_id> session, const std::string& action,
                     const json& args) {
  const auto key = "question " + std::to_string(++asked_);
  who.ask(*server_, session, action, args, key, is_set_up_ && action == "stop");
  settle();
  auto answer = who.take_answer(key);
  REQUIRE_MESSAGE(answer, action, " was not answered");
  return std::move(*answer);
}

json games_play::result_of(std::optional<session_id> session, const std::string& action, const json& args) {
  const auto answer = ask(*admin_, session, action, args);
  REQUIRE_MESSAGE(answer.contains("result"), answer.dump());
  return answer.at("result");
}

void games_play::set_up() {
  admin_->come(*server_);
  auto challenges = json::array();
  for (std::uint32_t i = 1; i <= chase_program::challenges; ++i)
    challenges.push_back({{"title", "task " + std::to_string(i)}, {"points", chase_program::points_of(i)}});
  CHECK(result_of(std::nullopt, "import_challenges", {{"challenges", challenges}}).at("added")
        == chase_program::challenges);
  for (auto& each : tables_)
    set_up(each);
  const auto canvas = result_of(tables_[3].session, "state").at("game").at("picture");
  onlooker_ = std::make_unique<simulated_onlooker>(picture_id{canvas.get<std::uint32_t>()});
  onlooker_->come(*server_);
  settle();
  for (auto& each : tables_)
    each.game = result_of(each.session, "state").at("game");
  guess_.stored(store_, tables_[2].session);
  for (auto& each : people_)
    static_cast<void>(each->take_bytes());
  static_cast<void>(admin_->take_bytes());
  if (how_.steps_between_kills_max > 0)
    steps_left_ = 1 + order_dice_() % how_.steps_between_kills_max;
  is_set_up_ = true;
}

void games_play::set_up(table& which) {
  const auto& program = *which.program;
  const auto made = result_of(std::nullopt, "add_session",
                              {{"name", "session " + std::to_string(which.session.value)},
                               {"mode", program.mode()},
                               {"config", program.config()}});
  REQUIRE(made.at("session").at("id") == which.session.value);
  for (std::size_t i = 0; i < program.teams(); ++i)
    result_of(which.session, "add_team", {{"name", "team " + std::to_string(i)}});
  for (std::size_t i = 0; i < which.players.size(); ++i) {
    const auto player = which.players[i].value;
    result_of(std::nullopt, "set_player_session", {{"player", player}, {"session", which.session.value}});
    if (program.teams() > 0)
      result_of(which.session, "assign_player_to_team", {{"player", player}, {"team", i % program.teams()}});
    people_[player - 1]->come(*server_);
  }
  if (&which == &tables_.back())
    people_.back()->come(*server_);
  settle();
  which.program->begun(which.players);
  result_of(which.session, "start");
}

void games_play::check_players() {
  std::set<json> playing;
  for (const auto& each : store_.state().games) {
    const auto setup = json::parse(each.record.setup);
    for (const auto& player : setup.at("players"))
      CHECK(playing.insert(player.at("id")).second);
  }
}

void games_play::check_streams() {
  for (const auto& game : tables_) {
    std::vector<seqno_t> stored;
    for (const auto& each : store_.events())
      if (each.session == game.session)
        stored.push_back(each.seqno);
    std::vector<seqno_t> heard;
    for (const auto& each : people_.back()->events_of(game.session))
      heard.push_back(each.at("seqno"));
    CHECK(heard == stored);
  }
}

void games_play::end_some() {
  for (const std::size_t which : {0U, 3U})
    if (!tables_[which].game.is_null()) {
      answers_.push_back(result_of(tables_[which].session, "stop"));
      tables_[which].game = nullptr;
    }
}

json games_play::shown_state(const table& which) {
  auto out = result_of(which.session, "state");
  // These are compared by themselves, or say how the server is doing at this moment.
  out.erase("events");
  for (auto& each : out.at("pictures"))
    for (const auto* changing : {"filename", "durable_seq", "viewers"})
      each.erase(changing);
  return out;
}

json games_play::stored_events() const {
  auto out = json::array();
  for (const auto& each : store_.events())
    // Everybody goes and comes when the server is killed.
    if (each.name != "player_away" && each.name != "player_back")
      out.push_back(
          json::array({each.session.value, each.game, each.name, to_iso8601(each.at), json::parse(each.data)}));
  // What happens at once in different games has no order.
  if (how_.seed % 2 == 0)
    std::stable_sort(out.begin(), out.end(),
                     [](const json& one, const json& other) { return one.at(0) < other.at(0); });
  return out;
}

json games_play::outcome() {
  json out{{"events", stored_events()}, {"answers", answers_}};
  for (const auto& each : tables_)
    out["state"].push_back(shown_state(each));
  for (const auto& game : store_.state().games) {
    auto& kept = out["stored"][std::to_string(game.record.session.value)];
    for (const auto& each : game.values)
      kept["values"][each.name] = *each.value;
    for (const auto& each : game.timers)
      kept["timers"][each.name] = to_iso8601(*each.at);
  }
  for (const auto& each : store_.messages())
    out["messages"].push_back(json::array({each.seqno, each.handle, each.text, to_iso8601(each.at)}));
  for (const auto& each : store_.state().pictures) {
    auto loaded = rebuild(store_, {0, each.record, each.seq});
    REQUIRE(loaded.pixels);
    auto colours = json::array();
    for (const auto& pixel : to_image(*loaded.pixels->view()).pixels)
      colours.push_back(json::array({pixel.r, pixel.g, pixel.b}));
    out["pixels"][each.record.name] = std::move(colours);
  }
  return out;
}

} // namespace atelier::simulation
