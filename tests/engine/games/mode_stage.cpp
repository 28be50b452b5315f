#include "tests/engine/games/mode_stage.hpp"

#include "engine/games/moments.hpp"
#include "protocol/server_messages.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace atelier {

namespace {

json to_json(const game_effects& what) {
  json out{{"over", what.over ? *what.over : json("no")}};
  for (const auto& each : what.events) {
    auto& event = out["events"].emplace_back(json{{"name", each.name}, {"data", each.data}});
    for (const auto id : each.only_for)
      event["only_for"].push_back(id.value);
  }
  for (const auto& each : what.values)
    out["values"].push_back({each.name, each.value ? *each.value : json("removed")});
  for (const auto& each : what.timers)
    out["timers"].push_back({each.name, stored_moment(each.at)});
  for (const auto& each : what.drawings) {
    auto ops = json::array();
    for (const auto byte : each.ops)
      ops.push_back(std::to_integer<int>(byte));
    out["drawings"].push_back({each.picture.value, std::move(ops)});
  }
  for (const auto& each : what.pictures)
    out["pictures"].push_back({each.name, each.width, each.height});
  return out;
}

json answer_of(const result<json>& answer) {
  return answer ? json{{"result", *answer}} : json{{"error", to_json(answer.error())}};
}

} // namespace

mode_stage::mode_stage(const mode_info& mode, const game_setup& setup, std::vector<game_actor> witnesses, wall_time at)
    : now{at}, game{mode.make()}, mode_{mode}, witnesses_{std::move(witnesses)} {
  const auto started = game->start(setup, now, effects);
  REQUIRE_MESSAGE(started.has_value(), (started ? "" : started.error().message));
  keep();
}

template <class Step>
json mode_stage::both(Step step) {
  effects = {};
  if (!has_twin) {
    json answer = step(*game, effects);
    keep();
    return answer;
  }
  const auto twin = mode_.make();
  twin->restore(values);
  game_effects twin_effects;
  const json mine = step(*game, effects);
  const json its = step(*twin, twin_effects);
  REQUIRE_EQ(mine.dump(), its.dump());
  REQUIRE_EQ(to_json(effects).dump(), to_json(twin_effects).dump());
  for (const auto& each : witnesses_)
    REQUIRE_EQ(game->state(each).dump(), twin->state(each).dump());
  keep();
  return mine;
}

void mode_stage::keep() {
  for (const auto& each : effects.values) {
    // Through text, as it is stored.
    if (each.value)
      values[each.name] = json::parse(each.value->dump());
    else
      values.erase(each.name);
  }
  for (const auto& each : effects.timers) {
    if (each.at)
      timers[each.name] = *each.at;
    else
      timers.erase(each.name);
  }
  is_over = is_over || effects.over.has_value();
}

result<json> mode_stage::act(const game_actor& who, std::string_view action, json args) {
  // Through text, as a client sends it.
  args = json::parse(args.dump());
  result<json> answer;
  both([&](game_mode& on, game_effects& out) {
    auto given = on.act(who, action, args, now, out);
    auto shown = answer_of(given);
    answer = std::move(given);
    return shown;
  });
  if (!answer) {
    REQUIRE_EQ(to_json(effects).dump(), to_json(game_effects{}).dump());
    REQUIRE_FALSE(answer.error().message.empty());
  }
  return answer;
}

void mode_stage::call_timer(const std::string& name) {
  if (const auto place = timers.find(name); place != timers.end() && place->second <= now)
    timers.erase(place);
  both([&](game_mode& on, game_effects& out) {
    on.timer(name, now, out);
    return json();
  });
}

void mode_stage::picture_made(std::string_view name, picture_id picture) {
  both([&](game_mode& on, game_effects& out) {
    on.picture_made(name, picture, now, out);
    return json();
  });
}

json mode_stage::stop() {
  is_over = true;
  return both([&](game_mode& on, game_effects& out) { return on.stop(now, out); });
}

void mode_stage::wait(std::chrono::milliseconds time) {
  const auto until = now + time;
  while (!is_over) {
    const auto next = std::ranges::min_element(timers, {}, [](const auto& each) { return each.second; });
    if (next == timers.end() || next->second > until)
      break;
    now = std::max(now, next->second);
    call_timer(std::string{next->first});
  }
  now = until;
}

std::vector<std::string> mode_stage::event_names() const {
  std::vector<std::string> out;
  for (const auto& each : effects.events)
    out.push_back(each.name);
  return out;
}

json mode_stage::event(std::string_view name) const {
  for (const auto& each : effects.events)
    if (each.name == name)
      return each.data;
  return nullptr;
}

json code_of(const result<json>& answer) {
  return answer ? json() : json(std::string{name_of(answer.error().code)});
}

} // namespace atelier
