#include "client/cli/acting.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/game_names.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/named_things.hpp"
#include "client/cli/output.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

namespace {

struct wanted_team {
  acting who;
  std::string session, team, player, name, colour;
  bool none = false;
};

client::outcome<std::uint64_t> team_of(const client::sender& to, std::uint64_t session, const std::string& meant) {
  return ask_in(to, session, "state").and_then([&](const json& state) {
    return find_id(list_field(state, "teams"), a_team, meant);
  });
}

/// A command in the session that is meant.
int in_session(const settings& how, const wanted_team& wanted,
               const std::function<client::outcome<json>(const client::sender&, std::uint64_t)>& what,
               const std::function<void(const json&)>& in_words) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return session_of(to, wanted.session).and_then([&](std::uint64_t session) { return what(to, session); });
      },
      in_words);
}

int list(const settings& how, const wanted_team& wanted) {
  game_names names;
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) {
        // Members of a team may play elsewhere.
        if (!how.json)
          if (const auto players = all_listed(to, "players"))
            names.take_players(list_field(*players, "players"));
        return ask_in(to, session, "state");
      },
      [&](const json& state) {
        names.take_state(state);
        std::vector<std::vector<std::string>> rows{{"ID", "NAME", "COLOUR", "PLAYERS"}};
        for (const auto& each : list_field(state, "teams")) {
          std::string players;
          for (const auto& player : list_field(each, "players"))
            players += (players.empty() ? "" : ", ") + names.player(player);
          rows.push_back({field_words(each, "id"), field_words(each, "name"), field_words(each, "colour"), players});
        }
        print(to_table(rows));
      });
}

std::function<void(const json&)> done(std::string verb) {
  return [verb = std::move(verb)](const json& answer) {
    const auto& team = field(answer, "team");
    print(verb + " team " + field_words(team, "id") + " \"" + field_words(team, "name") + "\"\n");
  };
}

int add(const settings& how, const wanted_team& wanted) {
  json args{{"name", wanted.name}};
  if (!wanted.colour.empty())
    args["colour"] = wanted.colour;
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) { return ask_in(to, session, "add_team", args); },
      done("added"));
}

int change(const settings& how, const wanted_team& wanted, const std::string& action, const json& args,
           const std::string& verb) {
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) {
        return team_of(to, session, wanted.team).and_then([&](std::uint64_t team) {
          auto all = args;
          all["team"] = team;
          return ask_in(to, session, action, std::move(all));
        });
      },
      done(verb));
}

int assign(const settings& how, const wanted_team& wanted) {
  if (wanted.team.empty() != wanted.none)
    return report({client::fault_kind::misuse, "give a team or --none, and not both"});
  return in_session(
      how, wanted,
      [&](const client::sender& to, std::uint64_t session) -> client::outcome<json> {
        const auto player = player_of(to, wanted.player);
        if (!player)
          return tl::unexpected{player.error()};
        json team;
        if (!wanted.none) {
          const auto found = team_of(to, session, wanted.team);
          if (!found)
            return tl::unexpected{found.error()};
          team = *found;
        }
        return ask_in(to, session, "assign_player_to_team", {{"player", *player}, {"team", team}});
      },
      [](const json& answer) {
        const auto& player = field(answer, "player");
        const auto& team = field(answer, "team");
        print("player " + field_words(player, "id") + " \"" + field_words(player, "handle") + "\" is in "
              + (team.is_null() ? "no team"
                                : "team " + field_words(team, "id") + " \"" + field_words(team, "name") + "\"")
              + "\n");
      });
}

} // namespace

void add_team_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* group = app.add_subcommand("team", "List, add, rename or remove teams of a session, and say who is in which");
  group->require_subcommand(1);
  auto wanted = std::make_shared<wanted_team>();
  const auto add_command = [&](const char* name, const char* text, int (*run)(const settings&, const wanted_team&)) {
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
  const auto names_team = [&](CLI::App* command) {
    command->add_option("TEAM", wanted->team, "The team's id or name")->required();
    return command;
  };
  add_command("list", "List the teams of a session", list);
  auto* adding = add_command("add", "Add a team", add);
  adding->add_option("NAME", wanted->name, "Its name")->required();
  adding->add_option("--colour", wanted->colour, "Its colour, such as #1e90ff");
  auto* renaming =
      names_team(add_command("rename", "Give a team another name", [](const settings& to, const wanted_team& what) {
        return change(to, what, "rename_team", {{"name", what.name}}, "renamed");
      }));
  renaming->add_option("NAME", wanted->name, "Its new name")->required();
  names_team(
      add_command("remove", "Remove a team; its players are in none", [](const settings& to, const wanted_team& what) {
        return change(to, what, "remove_team", json::object(), "removed");
      }));
  auto* assigning = add_command("assign", "Put a player into a team", assign);
  assigning->add_option("PLAYER", wanted->player, "The player's id or handle")->required();
  assigning->add_option("TEAM", wanted->team, "The team's id or name");
  assigning->add_flag("--none", wanted->none, "Into none");
}

} // namespace atelier::cli
