#include "client/cli/acting.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/game_state_text.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/key_values.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/output.hpp"
#include "client/cli/surroundings.hpp"
#include "client/cli/value_text.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

namespace {

constexpr auto example = "x=3";

struct wanted_game {
  acting who;
  std::string session, action;
  std::vector<std::string> values;
  std::optional<std::uint64_t> after, count;
};

void show_config(const json& answer) {
  print(value_text(field(answer, "config")));
}

int in_session(const settings& how, const wanted_game& wanted,
               const std::function<client::outcome<json>(const client::sender&, std::uint64_t)>& what,
               const std::function<void(const json&)>& in_words) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return session_of(to, wanted.session).and_then([&](std::uint64_t session) { return what(to, session); });
      },
      in_words);
}

/// Knows everybody's name, and those of the session's teams.
void learn_names(game_names& names, const client::sender& to, std::uint64_t session) {
  if (const auto players = all_listed(to, "players"))
    names.take_players(list_field(*players, "players"));
  if (const auto state = ask_in(to, session, "state"))
    names.take_state(*state);
}

/// `start` or `stop`, which is told as the event that it causes.
int begin_or_end(const settings& how, const wanted_game& wanted, const std::string& action) {
  game_narrator by{local_time};
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) {
        auto answer = ask_in(to, session, action);
        if (answer && !how.json)
          learn_names(by.names(), to, session);
        return answer;
      },
      [&](const json& answer) {
        const auto& game = field(answer, "game");
        const bool ended = action == "stop";
        const json data = ended ? json{{"game", field(game, "number")}, {"outcome", field(game, "outcome")}} : answer;
        print(by.words({{"event", ended ? "ended" : "started"}, {"data", data}}) + "\n");
      });
}

/// Who has placed how much; nothing where that is no game of `place`.
json counts_of(const client::sender& to, std::uint64_t session, const json& state) {
  json all{{"players", json::array()}};
  if (raw_field(field(state, "game"), "mode") != "place")
    return all;
  for (auto args = json::object();;) {
    const auto page = ask_in(to, session, "counts", args);
    if (!page)
      return all;
    for (const auto& each : list_field(*page, "players"))
      all["players"].push_back(each);
    if (!flag_field(*page, "more") || all["players"].empty())
      return all;
    args["after"] = field(all["players"].back(), "player");
  }
}

int show_state(const settings& how, const wanted_game& wanted) {
  game_narrator by{local_time};
  json counts;
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) {
        auto state = ask_in(to, session, "state");
        if (state && !how.json) {
          counts = counts_of(to, session, *state);
          learn_names(by.names(), to, session);
        }
        return state;
      },
      [&](const json& state) { print(game_text(state, counts, by)); });
}

int configure(const settings& how, const wanted_game& wanted) {
  const auto changes = to_arguments(wanted.values, "turn_seconds=90");
  if (!changes)
    return report(changes.error());
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) {
        return ask_in(to, session, changes->empty() ? "game_config" : "set_game_config", *changes);
      },
      show_config);
}

int show_events(const settings& how, const wanted_game& wanted) {
  auto args = json::object();
  if (wanted.after)
    args["after"] = *wanted.after;
  if (wanted.count)
    args["count"] = *wanted.count;
  game_narrator by{local_time};
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) {
        if (!how.json)
          learn_names(by.names(), to, session);
        return ask_in(to, session, "events", args);
      },
      [&](const json& answer) {
        for (const auto& each : list_field(answer, "events"))
          print(field_words(each, "seqno") + " " + by.line(each) + "\n");
      });
}

int act(const settings& how, const wanted_game& wanted) {
  const auto args = to_arguments(wanted.values, example);
  if (!args)
    return report(args.error());
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) {
        game_names names;
        learn_names(names, to, session);
        return names.with_ids(*args).and_then(
            [&](json all) { return ask_in(to, session, wanted.action, std::move(all)); });
      },
      [](const json& answer) { print(value_text(answer)); });
}

} // namespace

void add_game_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* group = app.add_subcommand("game", "Start, stop, show and play the games of a session");
  group->require_subcommand(1);
  auto wanted = std::make_shared<wanted_game>();
  const auto add_command = [&](const char* name, const char* text, int (*run)(const settings&, const wanted_game&)) {
    auto* command = group->add_subcommand(name, text);
    command->add_option("SESSION", wanted->session, "The session's id or name")->required();
    add_acting(*command, wanted->who);
    command->callback([&, wanted, run] {
      chosen = [&, wanted, run] {
        return run(how, *wanted);
      };
    });
    return command;
  };
  add_command("start", "Start a game with all whose session it is",
              [](const settings& to, const wanted_game& what) { return begin_or_end(to, what, "start"); });
  add_command("stop", "Stop the game",
              [](const settings& to, const wanted_game& what) { return begin_or_end(to, what, "stop"); });
  add_command("state", "Show how the game stands", show_state);
  auto* settings_of = add_command("config", "Show or change the settings of the session's games", configure);
  settings_of->add_option("NAME=VALUE", wanted->values, "Settings to change; null gives the default back");
  auto* events = add_command("events", "List what happened in the session's games", show_events);
  events->add_option("--after", wanted->after, "Only after the event with this number");
  events->add_option("--count", wanted->count, "How many, 1 to 500; otherwise 100");
  auto* acting = add_command("do", "Do what a mode offers, such as: do canvas place_pixel x=3 y=4 colour=2", act);
  acting->add_option("ACTION", wanted->action, "The action's name")->required();
  acting->add_option("NAME=VALUE", wanted->values, "Its arguments");
  acting->footer("A VALUE that is JSON is that, such as a number or [1,2]; any other is the text itself. A text that "
                 "looks like\na number stands in quotes of its own: word='\"1984\"'. Players and teams may be given by "
                 "name.");
}

} // namespace atelier::cli
