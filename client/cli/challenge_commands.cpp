#include "client/cli/acting.hpp"
#include "client/cli/challenge_file.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/named_things.hpp"
#include "client/cli/output.hpp"

#include <CLI/Option.hpp>
#include <fstream>
#include <iterator>

namespace atelier::cli {

namespace {

struct wanted_challenge {
  acting who;
  std::string meant, file, set;
  std::vector<std::string> members;
  bool is_emptied = false;
  std::optional<std::string> title, description, language;
  std::optional<std::uint64_t> points;
};

client::outcome<json> find_set(const client::sender& to, const std::string& meant) {
  return all_listed(to, "challenge_sets").and_then([&](const json& all) {
    return find_thing(list_field(all, "challenge_sets"), a_challenge_set, meant);
  });
}

json arguments_of(const wanted_challenge& wanted) {
  auto out = json::object();
  if (wanted.title)
    out["title"] = *wanted.title;
  if (wanted.description)
    out["description"] = *wanted.description;
  if (wanted.points)
    out["points"] = *wanted.points;
  if (wanted.language)
    out["language"] = *wanted.language;
  return out;
}

std::function<void(const json&)> done(const settings& how, std::string verb, const char* noun, const char* name,
                                      const char* words) {
  return [=, &how, verb = std::move(verb)](const json& answer) {
    const auto& it = field(answer, noun);
    print(verb + " " + words + " " + field_words(it, "id") + " \"" + field_words(it, name) + "\"\n");
    remark_similar(how, answer);
  };
}

std::function<void(const json&)> done(const settings& how, std::string verb) {
  return done(how, std::move(verb), "challenge", "title", "challenge");
}

/// All challenges, or those of a set.
client::outcome<json> listed(const client::sender& to, const std::string& set) {
  if (set.empty())
    return all_listed(to, "challenges");
  return find_set(to, set).and_then([&](const json& found) {
    return all_listed(to, "challenges", {{"challenge_set", field(found, "id")}});
  });
}

int list(const settings& how, const wanted_challenge& wanted) {
  return carry_out(
      how, wanted.who, [&](const client::sender& to) { return listed(to, wanted.set); },
      [](const json& answer) {
        std::vector<std::vector<std::string>> rows{{"ID", "TITLE", "POINTS", "LANGUAGE", "DESCRIPTION"}};
        for (const auto& each : list_field(answer, "challenges"))
          rows.push_back({field_words(each, "id"), field_words(each, "title"), field_words(each, "points"),
                          field_words(each, "language"), field_words(each, "description")});
        print(to_table(rows));
      });
}

int list_sets(const settings& how, const wanted_challenge& wanted) {
  return carry_out(
      how, wanted.who, [](const client::sender& to) { return all_listed(to, "challenge_sets"); },
      [](const json& answer) {
        std::vector<std::vector<std::string>> rows{{"ID", "NAME", "CHALLENGES"}};
        for (const auto& each : list_field(answer, "challenge_sets"))
          rows.push_back({field_words(each, "id"), field_words(each, "name"), field_words(each, "count")});
        print(to_table(rows));
      });
}

int add(const settings& how, const wanted_challenge& wanted) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) -> client::outcome<json> {
        auto args = arguments_of(wanted);
        if (!wanted.set.empty()) {
          auto set = find_set(to, wanted.set);
          if (!set)
            return set;
          args["challenge_set"] = field(*set, "id");
        }
        return ask(to, "add_challenge", std::move(args));
      },
      done(how, "added"));
}

int change(const settings& how, const wanted_challenge& wanted, const std::string& action, const json& args,
           const std::string& verb) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return challenge_of(to, wanted.meant).and_then([&](std::uint64_t id) {
          auto all = args;
          all["challenge"] = id;
          return ask(to, action, std::move(all));
        });
      },
      done(how, verb));
}

int clear(const settings& how, const wanted_challenge& wanted) {
  return carry_out(
      how, wanted.who, [](const client::sender& to) { return ask(to, "delete_all_challenges"); },
      [](const json& answer) { print("removed " + field_words(answer, "removed") + " challenges and all sets\n"); });
}

/// Imports; a set that is not there yet is made first.
int import(const settings& how, const wanted_challenge& wanted) {
  std::ifstream in{wanted.file, std::ios::binary};
  if (!in)
    return report({client::fault_kind::misuse, "cannot read " + shown(wanted.file) + "; is there such a file?"});
  const std::string content{std::istreambuf_iterator<char>{in}, {}};
  auto args = to_import(wanted.file, content);
  if (!args)
    return report(args.error());
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) -> client::outcome<json> {
        if (!wanted.set.empty()) {
          auto set = find_set(to, wanted.set);
          if (!set && set.error().code == "not_found")
            set = ask(to, "add_challenge_set", {{"name", wanted.set}}).map([](const json& answer) {
              return field(answer, "challenge_set");
            });
          if (!set)
            return set;
          (*args)["challenge_set"] = field(*set, "id");
        }
        return ask(to, "import_challenges", *args);
      },
      [](const json& answer) {
        print("added " + field_words(answer, "added") + " challenges; " + field_words(answer, "known")
              + " were there already\n");
      });
}

/// The ids of the challenges that are meant, by ids or titles.
client::outcome<json> member_ids(const client::sender& to, const std::vector<std::string>& members) {
  auto ids = json::array();
  if (members.empty())
    return ids;
  return all_listed(to, "challenges").and_then([&](const json& all) -> client::outcome<json> {
    for (const auto& each : members) {
      const auto id = find_id(list_field(all, "challenges"), a_challenge, each);
      if (!id)
        return tl::unexpected{id.error()};
      ids.push_back(*id);
    }
    return ids;
  });
}

std::function<void(const json&)> done_with_set(const settings& how, std::string verb) {
  return done(how, std::move(verb), "challenge_set", "name", "challenge set");
}

int add_set(const settings& how, const wanted_challenge& wanted) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return member_ids(to, wanted.members).and_then([&](const json& ids) {
          return ask(to, "add_challenge_set", {{"name", wanted.set}, {"challenges", ids}});
        });
      },
      done_with_set(how, "added"));
}

int change_set(const settings& how, const wanted_challenge& wanted) {
  if (wanted.is_emptied && !wanted.members.empty())
    return report({client::fault_kind::misuse, "give challenges or --empty, and not both"});
  if (!wanted.title && !wanted.is_emptied && wanted.members.empty())
    return report({client::fault_kind::misuse, "give what to change: --name NAME, challenges, or --empty"});
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) -> client::outcome<json> {
        auto set = find_set(to, wanted.set);
        if (!set)
          return set;
        json args{{"challenge_set", field(*set, "id")}};
        if (wanted.title)
          args["name"] = *wanted.title;
        if (wanted.is_emptied || !wanted.members.empty()) {
          auto ids = member_ids(to, wanted.members);
          if (!ids)
            return ids;
          args["challenges"] = std::move(*ids);
        }
        return ask(to, "set_challenge_set", std::move(args));
      },
      done_with_set(how, "changed"));
}

int remove_set(const settings& how, const wanted_challenge& wanted) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return find_set(to, wanted.set).and_then([&](const json& set) {
          return ask(to, "remove_challenge_set", {{"challenge_set", field(set, "id")}});
        });
      },
      done_with_set(how, "removed"));
}

} // namespace

void add_challenge_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* group = app.add_subcommand("challenge", "List, add, change, import or remove challenges and sets of them");
  group->require_subcommand(1);
  auto wanted = std::make_shared<wanted_challenge>();
  const auto add_command = [&](const char* name, const char* text,
                               int (*run)(const settings&, const wanted_challenge&)) {
    auto* command = group->add_subcommand(name, text);
    add_acting(*command, wanted->who);
    command->callback([&, wanted, run] {
      chosen = [&, wanted, run] {
        return run(how, *wanted);
      };
    });
    return command;
  };
  const auto names_challenge = [&](CLI::App* command) {
    command->add_option("CHALLENGE", wanted->meant, "Its id or title")->required();
    return command;
  };
  const auto describes = [&](CLI::App* command) {
    command->add_option("--description", wanted->description, "What is to be done");
    command->add_option("--points", wanted->points, "What it is worth, from 0");
    command->add_option("--language", wanted->language, "The language of its title, such as en");
  };
  auto* listing = add_command("list", "List the challenges", list);
  listing->add_option("--set", wanted->set, "Only those of the set with this id or name");
  auto* adding = add_command("add", "Add a challenge", add);
  adding->add_option("TITLE", wanted->title, "Its title")->required();
  adding->add_option("--set", wanted->set, "The id or name of a set that it joins");
  describes(adding);
  auto* changing =
      names_challenge(add_command("set", "Change a challenge", [](const settings& to, const wanted_challenge& what) {
        return change(to, what, "set_challenge", arguments_of(what), "changed");
      }));
  changing->add_option("--title", wanted->title, "Its new title");
  describes(changing);
  names_challenge(add_command("remove", "Remove a challenge", [](const settings& to, const wanted_challenge& what) {
    return change(to, what, "remove_challenge", json::object(), "removed");
  }));
  add_command("clear", "Remove all challenges and all sets", clear);
  auto* importing = add_command("import", "Add the challenges of a file, all of them or none", import);
  importing->add_option("FILE", wanted->file, "FILE.json or FILE.csv")->required();
  importing->add_option("--set", wanted->set, "The id or name of a set that they join; made where it is not there");
  add_command("sets", "List the sets of challenges", list_sets);
  auto* grouping = add_command("add-set", "Add a set of challenges", add_set);
  grouping->add_option("NAME", wanted->set, "Its name")->required();
  grouping->add_option("CHALLENGE", wanted->members, "Ids or titles of challenges that it has");
  auto* regrouping = add_command("set-set", "Change a set of challenges", change_set);
  regrouping->add_option("SET", wanted->set, "Its id or name")->required();
  regrouping->add_option("CHALLENGE", wanted->members, "Ids or titles of the challenges that it has from now on");
  regrouping->add_option("--name", wanted->title, "Its new name");
  regrouping->add_flag("--empty", wanted->is_emptied, "It has none from now on");
  auto* dropping = add_command("remove-set", "Remove a set of challenges; the challenges stay", remove_set);
  dropping->add_option("SET", wanted->set, "Its id or name")->required();
}

} // namespace atelier::cli
