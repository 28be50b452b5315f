#include "client/cli/acting.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/game_state_text.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/key_values.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/output.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

namespace {

struct wanted_session {
  acting who;
  std::string meant, name, mode, config;
  std::vector<std::string> values, unset;
};

int list(const settings& how) {
  return show_outcome(how, all_listed(how, "sessions"), [](const json& answer) {
    std::vector<std::vector<std::string>> rows{{"ID", "NAME", "MODE", "CREATED"}};
    for (const auto& each : list_field(answer, "sessions"))
      rows.push_back({field_words(each, "id"), field_words(each, "name"), field_words(each, "mode"),
                      field_words(each, "created_at")});
    print(to_table(rows));
    return 0;
  });
}

std::function<void(const json&)> done(const settings& how, std::string verb) {
  return [&how, verb = std::move(verb)](const json& answer) {
    const auto& session = field(answer, "session");
    print(verb + " session " + field_words(session, "id") + " \"" + field_words(session, "name") + "\", mode "
          + field_words(session, "mode") + "\n");
    remark_similar(how, answer);
  };
}

void show_metadata(const json& answer) {
  std::vector<std::vector<std::string>> rows;
  const auto& metadata = field(field(answer, "session"), "metadata");
  for (const auto& [name, value] : metadata.items())
    rows.push_back({name, value_words(value)});
  print(to_table(rows));
}

int add(const settings& how, const wanted_session& wanted) {
  json args{{"name", wanted.name}};
  if (!wanted.mode.empty())
    args["mode"] = wanted.mode;
  if (!wanted.config.empty()) {
    const auto config = parse_json(wanted.config);
    if (!config || !config->is_object())
      return report({client::fault_kind::misuse,
                     "--config must be a JSON object, such as '{\"width\":64}', not " + shown(wanted.config)});
    args["config"] = *config;
  }
  return carry_out(
      how, wanted.who, [&](const client::sender& to) { return ask(to, "add_session", args); }, done(how, "added"));
}

/// A command on the session that is meant.
int change(const settings& how, const wanted_session& wanted, const std::string& action, const json& args,
           const std::function<void(const json&)>& in_words) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return session_of(to, wanted.meant).and_then([&](std::uint64_t id) { return ask_in(to, id, action, args); });
      },
      in_words);
}

int metadata(const settings& how, const wanted_session& wanted) {
  auto changes = to_texts(wanted.values, "discord_server=atelier");
  if (!changes)
    return report(changes.error());
  for (const auto& each : wanted.unset)
    (*changes)[each] = nullptr;
  if (changes->empty())
    return change(how, wanted, "state", json::object(), show_metadata);
  return change(how, wanted, "set_session_metadata", {{"metadata", *changes}}, show_metadata);
}

} // namespace

void add_session_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  const auto lists = [&] {
    chosen = [&] {
      return list(how);
    };
  };
  app.add_subcommand("sessions", "List the sessions")->callback(lists);
  auto* group = app.add_subcommand("session", "List, show, add, rename or remove sessions");
  group->require_subcommand(1);
  group->add_subcommand("list", "List the sessions")->callback(lists);

  auto wanted = std::make_shared<wanted_session>();
  const auto add_command = [&](const char* name, const char* text, int (*run)(const settings&, const wanted_session&)) {
    auto* command = group->add_subcommand(name, text);
    add_acting(*command, wanted->who);
    command->callback([&, wanted, run] {
      chosen = [&, wanted, run] {
        return run(how, *wanted);
      };
    });
    return command;
  };
  const auto names_session = [&](CLI::App* command) {
    command->add_option("SESSION", wanted->meant, "Its id or name")->required();
    return command;
  };
  names_session(add_command("show", "Show a session with its teams, players and game",
                            [](const settings& to, const wanted_session& what) {
                              return change(to, what, "state", json::object(), print_session);
                            }));
  auto* adding = add_command("add", "Add a session", add);
  adding->add_option("NAME", wanted->name, "Its name")->required();
  adding->add_option("--mode", wanted->mode, "What is played in it: free, place, guess or chase; otherwise free");
  adding->add_option("--config", wanted->config, "Settings of its games, as a JSON object");
  auto* renaming = names_session(
      add_command("rename", "Give a session another name", [](const settings& to, const wanted_session& what) {
        return change(to, what, "rename_session", {{"name", what.name}}, done(to, "renamed"));
      }));
  renaming->add_option("NAME", wanted->name, "Its new name")->required();
  names_session(add_command("remove", "Remove a session with its pictures and its chat",
                            [](const settings& to, const wanted_session& what) {
                              return change(to, what, "remove_session", json::object(), done(to, "removed"));
                            }));
  auto* changing = names_session(add_command("metadata", "Show or change what is noted about a session", metadata));
  changing->add_option("NAME=VALUE", wanted->values, "Texts to set; without any, what there is is shown");
  changing->add_option("--unset", wanted->unset, "Names to take out")->allow_extra_args(false);
}

} // namespace atelier::cli
