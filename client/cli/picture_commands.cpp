#include "client/cli/commands.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/output.hpp"
#include "client/cli/picture_lookup.hpp"
#include "client/cli/picture_saver.hpp"
#include "client/cli/text.hpp"

#include <CLI/Option.hpp>
#include <cstdio>

namespace atelier::cli {

namespace {

struct wanted_picture {
  std::string name;
  std::optional<std::uint32_t> width, height, prototype, session;
  std::string created_by;
};

int list(const settings& how) {
  return show_outcome(how, all_listed(how, "pictures"), [](const json& answer) {
    std::vector<std::vector<std::string>> rows{{"ID", "NAME", "SIZE", "OPS", "DURABLE", "VIEWERS", "SESSION", "BY"}};
    for (const auto& each : answer.value("pictures", json::array())) {
      const auto field = [&](const char* name) {
        return cell(each, name);
      };
      rows.push_back({field("id"), field("name"), field("width") + "×" + field("height"), field("seq"),
                      field("durable_seq"), field("viewers"), field("session"), field("created_by")});
    }
    print(to_table(rows));
    return exit_done;
  });
}

int show(const settings& how, const client::outcome<json>& answer, std::string_view verb) {
  return show_outcome(how, answer, [&](const json& shown) -> int {
    const auto picture = to_known_picture(shown.value("picture", json{}));
    if (!picture)
      return report(picture.error());
    std::printf("%.*s picture %u \"%s\", %u×%u\n", static_cast<int>(verb.size()), verb.data(), picture->id.value,
                picture->name.c_str(), picture->width, picture->height);
    return exit_done;
  });
}

/// A picture belongs to a session; without a choice it is the oldest, which every server has.
client::outcome<session_id> session_for(const client::sender& to, std::optional<std::uint32_t> wanted) {
  if (wanted)
    return session_id{*wanted};
  const auto answer = ask(to, "sessions");
  if (!answer)
    return tl::unexpected{answer.error()};
  std::optional<session_id> first;
  for (const auto& each : answer->value("sessions", json::array()))
    if (const auto id = each.value("id", json{}); id.is_number_unsigned())
      if (const session_id found{id.get<session_id::rep>()}; !first || found < *first)
        first = found;
  if (!first)
    return client::failed(client::fault_kind::refused, "the server has no session that a picture could belong to",
                          "not_found");
  return *first;
}

int add(const settings& how, const wanted_picture& wanted) {
  const auto made = client::connect(how.url);
  if (!made)
    return report(made.error());
  const auto session = session_for(made->commands, wanted.session);
  if (!session)
    return report(session.error());
  command what;
  what.action = "add_picture";
  what.session = *session;
  what.args = {{"name", wanted.name}};
  const auto add_number = [&](const char* name, const std::optional<std::uint32_t>& value) {
    if (value)
      what.args[name] = *value;
  };
  add_number("width", wanted.width);
  add_number("height", wanted.height);
  add_number("prototype", wanted.prototype);
  if (!wanted.created_by.empty())
    what.args["created_by"] = wanted.created_by;
  return show(how, ask(made->commands, std::move(what)), "added");
}

/// Carries out a command on the picture that is meant, in the session that it belongs to.
int change(const settings& how, const std::string& meant, std::string action, json args, std::string_view verb) {
  const auto made = client::connect(how.url);
  if (!made)
    return report(made.error());
  const auto picture = find_picture(made->commands, meant);
  if (!picture)
    return report(picture.error());
  command what;
  what.action = std::move(action);
  what.session = picture->session;
  what.args = std::move(args);
  what.args["picture"] = picture->id.value;
  return show(how, ask(made->commands, std::move(what)), verb);
}

} // namespace

void add_picture_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  app.add_subcommand("pictures", "List the pictures")->callback([&] {
    chosen = [&] {
      return list(how);
    };
  });
  auto* group = app.add_subcommand("picture", "Add, rename, remove or save a picture");
  group->require_subcommand(1);

  auto* adding = group->add_subcommand("add", "Add a picture");
  auto wanted = std::make_shared<wanted_picture>();
  adding->add_option("NAME", wanted->name, "Its name")->required();
  adding->add_option("--width", wanted->width, "In pixels; 1000 where it is left out");
  adding->add_option("--height", wanted->height, "In pixels; 1000 where it is left out");
  adding->add_option("--prototype", wanted->prototype, "The id of a picture to begin as a copy of");
  adding->add_option("--session", wanted->session, "The id of its session; otherwise the oldest");
  adding->add_option("--by", wanted->created_by, "Who made it, for its record");
  adding->callback([&, wanted] {
    chosen = [&, wanted] {
      return add(how, *wanted);
    };
  });

  // One string for each place, since a command line names each at most once.
  auto picture = std::make_shared<std::string>();
  auto other = std::make_shared<std::string>();
  const auto names_picture = [&](CLI::App* command) {
    command->add_option("PICTURE", *picture, "Its id or name")->required();
    return command;
  };
  auto* renaming = names_picture(group->add_subcommand("rename", "Give a picture another name"));
  renaming->add_option("NAME", *other, "Its new name")->required();
  renaming->callback([&, picture, other] {
    chosen = [&, picture, other] {
      return change(how, *picture, "rename_picture", {{"name", *other}}, "renamed");
    };
  });
  auto* removing = names_picture(group->add_subcommand("remove", "Remove a picture and everything of it"));
  removing->callback([&, picture] {
    chosen = [&, picture] {
      return change(how, *picture, "remove_picture", json::object(), "removed");
    };
  });
  auto* saving = names_picture(group->add_subcommand("save", "Write a picture as it is now into a PNG"));
  saving->add_option("FILE", *other, "The PNG, which is replaced where it exists")->required();
  saving->callback([&, picture, other] {
    chosen = [&, picture, other] {
      return save_picture(how, *picture, *other);
    };
  });
}

} // namespace atelier::cli
