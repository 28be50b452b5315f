#include "tests/engine/games/guess_table.hpp"

#include <algorithm>
#include <array>

namespace atelier::test {

namespace {

constexpr std::array<std::string_view, 28> titles{
    "quokka",       "axolotl",   "ice cream",  "jack-in-the-box", "Schneeflocke", "crème brûlée", "pterodactyl",
    "windmill",     "xylophone", "yacht club", "zeppelin",        "umbrella",     "trombone",     "snorkel",
    "rhinoceros",   "quicksand", "porcupine",  "octopus",         "narwhal",      "moustache",    "lighthouse",
    "kaleidoscope", "jellyfish", "igloo",      "hourglass",       "giraffe",      "fjord",        "escalator"};

/// The words of a long game: none is part of another.
std::string title_of(std::size_t number) {
  if (number < titles.size())
    return std::string{titles.at(number)};
  std::string out{"zq...kv"};
  for (std::size_t i = 2; i < 5; ++i, number /= 26)
    out[i] = static_cast<char>('a' + number % 26);
  return out;
}

json to_json(const game_event& event) {
  json only = json::array();
  for (const auto each : event.only_for)
    only.push_back(each.value);
  return {{"name", event.name}, {"data", event.data}, {"only_for", only}};
}

} // namespace

std::string text_of(const game_effects& all) {
  json out = json::object();
  for (const auto& each : all.events)
    out["events"].push_back(to_json(each));
  for (const auto& each : all.values)
    out["values"].push_back({{each.name, each.value ? *each.value : json("removed")}});
  for (const auto& each : all.timers)
    out["timers"].push_back({{each.name, each.at ? json(each.at->time_since_epoch().count()) : json()}});
  for (const auto& each : all.pictures)
    out["pictures"].push_back({{"name", each.name}, {"width", each.width}, {"height", each.height}});
  out["drawings"] = all.drawings.size();
  out["over"] = all.over ? *all.over : json();
  return to_text(out);
}

game_setup guess_table::setup_of(std::size_t players, const json& changes, std::uint64_t seed) {
  game_setup out;
  out.session = session_id{3};
  out.seed = seed;
  out.config = guess_mode.defaults();
  out.config.update(changes);
  for (std::uint32_t id = 11; id < 11 + players; ++id)
    out.players.push_back({player_id{id}, "player " + std::to_string(id), std::nullopt});
  const auto needed = out.config["rounds"].get<std::size_t>() * players + 2;
  for (std::size_t i = 0; i < needed; ++i) {
    const auto language = i % 2 == 0 ? "en" : "de";
    out.challenges.push_back({challenge_id{static_cast<std::uint32_t>(i + 1)}, title_of(i), "", 0, language});
  }
  return out;
}

guess_table::guess_table(std::size_t count, json changes, std::uint64_t seed)
    : now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}} {
  const auto setup = setup_of(count, changes, seed);
  REQUIRE_FALSE(guess_mode.wrong_with(setup.config));
  config = setup.config;
  for (const auto& each : setup.players)
    players.push_back(each.id.value);
  game_effects all;
  REQUIRE(game.start(setup, now, all));
  take(std::move(all));
}

void guess_table::take(game_effects all) {
  for (const auto& [name, value] : all.values) {
    REQUIRE_FALSE(name.empty());
    kept.erase(name);
    if (value)
      kept[name] = json::parse(value->dump());
  }
  for (const auto& [name, at] : all.timers) {
    timers.erase(name);
    if (at)
      timers[name] = *at;
  }
  if (all.over) {
    CHECK(over.is_null());
    over = *all.over;
  }
  last = std::move(all);
}

void guess_table::compare_states(const guess_game& other) const {
  for (const auto each : {0U, drawer(), players[steps_ % players.size()]})
    CHECK(state(each) == other.state(actor(each)));
}

template <class Step>
auto guess_table::both(Step step) {
  if (before)
    before();
  guess_game twin;
  twin.restore(kept);
  game_effects ours;
  game_effects others;
  auto answer = step(game, ours);
  CHECK(answer == step(twin, others));
  CHECK(text_of(ours) == text_of(others));
  take(std::move(ours));
  guess_game restored;
  restored.restore(kept);
  ++steps_;
  compare_states(restored);
  if (after)
    after();
  return answer;
}

json guess_table::act(const game_actor& who, const std::string& action, const json& args) {
  return both([&](guess_game& playing, game_effects& out) {
    const auto before = playing.state(who);
    const auto answer = playing.act(who, action, args, now, out);
    if (answer)
      return *answer;
    CHECK(text_of(out) == text_of({}));
    CHECK(playing.state(who) == before);
    return json{{"error", name_of(answer.error().code)}, {"message", answer.error().message}};
  });
}

game_hearing guess_table::say(const game_actor& who, const std::string& text) {
  const auto heard = both([&](guess_game& playing, game_effects& out) {
    const auto found = playing.said(who, text, now, out);
    return std::pair{found.is_shown, found.told};
  });
  return {heard.first, heard.second};
}

void guess_table::came(std::uint32_t player) {
  both([&](guess_game& playing, game_effects& out) {
    playing.came(player_id{player}, now, out);
    return 0;
  });
}

void guess_table::went(std::uint32_t player) {
  both([&](guess_game& playing, game_effects& out) {
    playing.went(player_id{player}, now, out);
    return 0;
  });
}

void guess_table::make_picture(const std::string& name, std::uint32_t id) {
  both([&](guess_game& playing, game_effects& out) {
    playing.picture_made(name, picture_id{id}, now, out);
    return 0;
  });
}

void guess_table::fire(const std::string& name) {
  both([&](guess_game& playing, game_effects& out) {
    playing.timer(name, now, out);
    return 0;
  });
}

std::map<std::string, wall_time>::iterator guess_table::due(wall_time until) {
  const auto first = std::ranges::min_element(timers, {}, [](const auto& each) { return each.second; });
  return first != timers.end() && first->second <= until ? first : timers.end();
}

void guess_table::pass(std::chrono::milliseconds length) {
  const auto end = now + length;
  for (auto next = due(end); next != timers.end(); next = due(end)) {
    now = std::max(now, next->second);
    const auto name = next->first;
    timers.erase(next);
    fire(name);
  }
  now = end;
}

void guess_table::pass_unseen(std::chrono::milliseconds length) {
  now += length;
  pass(std::chrono::milliseconds{0});
}

json guess_table::stop() {
  return both([&](guess_game& playing, game_effects& out) { return playing.stop(now, out); });
}

std::uint32_t guess_table::guesser(std::size_t which) const {
  auto others = players;
  std::erase(others, drawer());
  return others.at(which);
}

std::string guess_table::choose() {
  const std::string word = state(drawer())["words"].at(0);
  REQUIRE(code_of(act(drawer(), "choose_word", {{"word", word}})).empty());
  return word;
}

json guess_table::shown(std::uint32_t player) const {
  const auto all = state()["players"];
  return *std::ranges::find_if(all, [&](const auto& each) { return each["player"] == player; });
}

json guess_table::event(const std::string& name) const {
  const auto found = std::ranges::find(last.events, name, &game_event::name);
  return found == last.events.end() ? json() : found->data;
}

} // namespace atelier::test
