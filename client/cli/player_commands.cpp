#include "client/cli/acting.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/output.hpp"
#include "client/cli/passphrase_source.hpp"

#include <CLI/Option.hpp>
#include <cstdlib>
#include <map>

namespace atelier::cli {

namespace {

struct wanted_player {
  acting who;
  std::string meant, handle, session, new_passphrase_file;
  bool is_protected = false, leaves = false, is_opened = false;
};

int list(const settings& how) {
  json sessions;
  const auto made = client::connect(how.url);
  if (!made)
    return report(made.error());
  const auto players = all_listed(made->commands, "players").and_then([&](json all) {
    return all_listed(made->commands, "sessions").map([&](json known) {
      sessions = std::move(known);
      return all;
    });
  });
  return show_outcome(how, players, [&](const json& answer) {
    std::map<std::string, std::string> names;
    for (const auto& each : list_field(sessions, "sessions"))
      names[field_words(each, "id")] = field_words(each, "name");
    std::vector<std::vector<std::string>> rows{{"ID", "HANDLE", "PASSPHRASE", "SESSION", "CREATED"}};
    for (const auto& each : list_field(answer, "players")) {
      const auto session = field_words(each, "session");
      const auto name = names.find(session);
      rows.push_back({field_words(each, "id"), field_words(each, "handle"),
                      flag_field(each, "protected") ? "yes" : "no", name == names.end() ? session : name->second,
                      field_words(each, "created_at")});
    }
    print(to_table(rows));
    return 0;
  });
}

std::function<void(const json&)> done(const settings& how, std::string verb) {
  return [&how, verb = std::move(verb)](const json& answer) {
    const auto& player = field(answer, "player");
    print(verb + " player " + field_words(player, "id") + " \"" + field_words(player, "handle") + "\"\n");
    remark_similar(how, answer);
  };
}

int add(const settings& how, const wanted_player& wanted) {
  json args{{"handle", wanted.handle}};
  if (wanted.is_protected || !wanted.who.passphrase_file.empty()) {
    auto passphrase =
        read_passphrase(wanted.who.passphrase_file, "new passphrase for " + presentable_name(wanted.handle) + ": ");
    if (!passphrase)
      return report(passphrase.error());
    args["passphrase"] = std::move(*passphrase);
  }
  return carry_out(
      how, {}, [&](const client::sender& to) { return ask(to, "add_player", args); }, done(how, "added"));
}

/// A command on the player who is meant.
int change(const settings& how, const wanted_player& wanted, const std::string& action, const json& args,
           const std::function<void(const json&)>& in_words) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return player_of(to, wanted.meant).and_then([&](std::uint64_t id) {
          auto all = args;
          all["player"] = id;
          return ask(to, action, std::move(all));
        });
      },
      in_words);
}

int set_passphrase(const settings& how, const wanted_player& wanted) {
  if (wanted.is_opened && !wanted.new_passphrase_file.empty())
    return report({client::fault_kind::misuse, "give --new-passphrase-file or --none, and not both"});
  json args{{"passphrase", nullptr}};
  if (!wanted.is_opened) {
    // With it whoever gives the command signs in; the player would get the same.
    if (!wanted.who.handle.empty() && wanted.new_passphrase_file.empty()
        && std::getenv("ATELIER_PASSPHRASE") != nullptr)
      return report({client::fault_kind::misuse,
                     "ATELIER_PASSPHRASE is the one to sign in with; give the new one by --new-passphrase-file FILE"});
    auto passphrase =
        read_passphrase(wanted.new_passphrase_file, "new passphrase for " + presentable_name(wanted.meant) + ": ");
    if (!passphrase)
      return report(passphrase.error());
    args["passphrase"] = std::move(*passphrase);
  }
  return change(how, wanted, "set_player_passphrase", args,
                done(how, wanted.is_opened ? "took away the passphrase of" : "changed the passphrase of"));
}

int move_to_session(const settings& how, const wanted_player& wanted) {
  if (wanted.session.empty() != wanted.leaves)
    return report({client::fault_kind::misuse, "give a session or --leave, and not both"});
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) -> client::outcome<json> {
        const auto player = player_of(to, wanted.meant);
        if (!player)
          return tl::unexpected{player.error()};
        json session;
        if (!wanted.leaves) {
          const auto found = session_of(to, wanted.session);
          if (!found)
            return tl::unexpected{found.error()};
          session = *found;
        }
        return ask(to, "set_player_session", {{"player", *player}, {"session", session}});
      },
      [](const json& answer) {
        const auto& player = field(answer, "player");
        const auto& session = field(player, "session");
        print("player " + field_words(player, "id") + " \"" + field_words(player, "handle") + "\" plays in "
              + (session.is_null() ? "no session" : "session " + value_words(session)) + "\n");
      });
}

} // namespace

void add_player_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* group = app.add_subcommand("player", "List, add, rename or remove players, and say where they play");
  group->require_subcommand(1);
  group->add_subcommand("list", "List the players")->callback([&] {
    chosen = [&] {
      return list(how);
    };
  });

  auto wanted = std::make_shared<wanted_player>();
  const auto add_command = [&](const char* name, const char* text, int (*run)(const settings&, const wanted_player&)) {
    auto* command = group->add_subcommand(name, text);
    command->callback([&, wanted, run] {
      chosen = [&, wanted, run] {
        return run(how, *wanted);
      };
    });
    return command;
  };
  const auto names_player = [&](CLI::App* command) {
    command->add_option("PLAYER", wanted->meant, "Its id or handle")->required();
    add_acting(*command, wanted->who);
    return command;
  };
  auto* adding = add_command("add", "Add a player", add);
  adding->add_option("HANDLE", wanted->handle, "Its handle")->required();
  adding->add_flag("--passphrase", wanted->is_protected,
                   "Protect it with a passphrase, which is ATELIER_PASSPHRASE or asked for");
  adding->add_option("--passphrase-file", wanted->who.passphrase_file,
                     "Protect it with the first line of this file, - for the input");
  auto* renaming = names_player(
      add_command("rename", "Give a player another handle", [](const settings& to, const wanted_player& what) {
        return change(to, what, "set_player_handle", {{"handle", what.handle}}, done(to, "renamed"));
      }));
  renaming->add_option("HANDLE", wanted->handle, "Its new handle")->required();
  auto* protecting =
      names_player(add_command("passphrase", "Give a player another passphrase, or none", set_passphrase));
  protecting->add_option(
      "--new-passphrase-file", wanted->new_passphrase_file,
      "The file with the new one, - for the input; otherwise ATELIER_PASSPHRASE, or it is asked for");
  protecting->add_flag("--none", wanted->is_opened, "It needs none from now on");
  auto* moving = names_player(add_command("session", "Say in which session a player plays", move_to_session));
  moving->add_option("SESSION", wanted->session, "The session's id or name");
  moving->add_flag("--leave", wanted->leaves, "In none");
  names_player(
      add_command("remove", "Remove a player; what it said stays", [](const settings& to, const wanted_player& what) {
        return change(to, what, "remove_player", json::object(), done(to, "removed"));
      }));
}

} // namespace atelier::cli
