#include "client/cli/acting.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/feed_watch_run.hpp"
#include "client/cli/feed_words.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/key_values.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/named_things.hpp"
#include "client/cli/output.hpp"
#include "protocol/uuid.hpp"

#include <CLI/Option.hpp>
#include <optional>

namespace atelier::cli {

namespace {

struct wanted_message {
  acting who;
  std::string project, report, clip, entry, version, thread, comment, entity, reason, body, authortime, since, url,
      name;
  std::vector<std::string> values, unset, modifies;
  bool is_deletion = false, once = false;
  double retry = 60;
};

/// The id of the session that is meant, by id, name or UUID; nothing for the UUID of a project that is not here.
client::outcome<std::optional<std::uint64_t>> find_project(const client::sender& to, const std::string& meant) {
  const auto all = all_listed(to, "sessions");
  if (!all)
    return tl::unexpected{all.error()};
  const auto& sessions = list_field(*all, "sessions");
  const auto uuid = canonical_uuid(meant);
  for (const auto& each : sessions)
    if (uuid && raw_field(each, "uuid") == *uuid)
      return count_field(each, "id");
  auto found = find_id(sessions, a_session, meant);
  if (!found && uuid && found.error().code == "not_found")
    return std::nullopt;
  return found.map([](std::uint64_t id) { return std::optional{id}; });
}

client::outcome<std::uint64_t> project_of(const client::sender& to, const std::string& meant) {
  const auto found = find_project(to, meant);
  if (!found)
    return tl::unexpected{found.error()};
  if (!*found)
    return client::failed(client::fault_kind::refused,
                          "there is no project " + shown(meant) + " here; `atelier session list` lists the sessions",
                          "not_found");
  return **found;
}

/// Adds what was given.
void put(json& to, const char* name, const std::string& value) {
  if (!value.empty())
    to[name] = value;
}

std::function<void(const json&)> done(const std::string& verb, const char* uuid) {
  return [=](const json& answer) {
    const auto version = raw_field(answer, "version_uuid");
    print(field_words(answer, "srv_id") + ":" + field_words(answer, "seqno") + " " + verb + " "
          + field_words(answer, uuid) + (version.empty() ? "" : " version " + value_words(version)) + "\n");
  };
}

int write(const settings& how, const wanted_message& wanted, const std::string& action, const json& args,
          const std::function<void(const json&)>& in_words) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) {
        return project_of(to, wanted.project).and_then([&](std::uint64_t id) { return ask_in(to, id, action, args); });
      },
      in_words);
}

int post_entry(const settings& how, const wanted_message& wanted) {
  const auto content = to_texts(wanted.values, "title=Arrival");
  if (!content)
    return report(content.error());
  json args{{"report_uuid", wanted.report}, {"clip_id", wanted.clip}, {"content", *content}};
  put(args, "entry_uuid", wanted.entry);
  put(args, "version_uuid", wanted.version);
  return write(how, wanted, "post_entry", args, done("entry", "entry_uuid"));
}

int edit_entry(const settings& how, const wanted_message& wanted) {
  auto content = to_texts(wanted.values, "title=Arrival");
  if (!content)
    return report(content.error());
  for (const auto& each : wanted.unset)
    (*content)[each] = nullptr;
  const bool changes = !content->empty() || !wanted.clip.empty();
  if (changes == wanted.is_deletion)
    return report({client::fault_kind::misuse,
                   "give what to change (--clip, NAME=VALUE, --unset) or --delete for the row, and not both"});
  json args{{"entry_uuid", wanted.entry}, {"modifies", wanted.modifies}, {"reason", wanted.reason}};
  if (wanted.is_deletion)
    args.update({{"clip_id", nullptr}, {"content", nullptr}});
  put(args, "clip_id", wanted.clip);
  if (!content->empty())
    args["content"] = *content;
  put(args, "version_uuid", wanted.version);
  return write(how, wanted, "edit_entry", args, done("entry", "entry_uuid"));
}

int post_thread(const settings& how, const wanted_message& wanted) {
  auto links = json::object();
  put(links, "report", wanted.report);
  put(links, "entry", wanted.entry);
  put(links, "version", wanted.version);
  put(links, "comment", wanted.comment);
  put(links, "entity", wanted.entity);
  if (links.empty())
    return report({client::fault_kind::misuse,
                   "say what it is about: --report, --entry, --version, --comment or --entity, or several of them"});
  json args{{"links", links}};
  put(args, "thread_uuid", wanted.thread);
  return write(how, wanted, "post_thread", args, done("thread", "thread_uuid"));
}

int post_comment(const settings& how, const wanted_message& wanted) {
  json args{{"thread_uuid", wanted.thread}, {"body", wanted.body}};
  put(args, "comment_uuid", wanted.comment);
  put(args, "authortime", wanted.authortime);
  return write(how, wanted, "post_comment", args, done("comment", "comment_uuid"));
}

int archive(const settings& how, const wanted_message& wanted, const std::string& action) {
  auto args = json::object();
  put(args, "thread_uuid", wanted.thread);
  put(args, "comment_uuid", wanted.comment);
  put(args, "entry_uuid", wanted.entry);
  if (args.size() != 1)
    return report({client::fault_kind::misuse, "say what: one of --thread, --comment and --entry"});
  const std::string name = args.begin().key();
  const auto noun = name.substr(0, name.find('_'));
  if (!wanted.since.empty()) {
    auto as_of = read_positions(wanted.since, "--as-of");
    if (!as_of)
      return report(as_of.error());
    args["archivetime"] = std::move(*as_of);
  }
  return write(how, wanted, action, args, done(noun, name.c_str()));
}

int watch(const settings& how, const wanted_message& wanted) {
  feed_watch_options what;
  if (!wanted.since.empty()) {
    const auto since = read_positions(wanted.since, "--since");
    if (!since)
      return report(since.error());
    what.since = read_version_vector(*since, "--since").value_or(version_vector{});
  }
  what.once = wanted.once;
  what.retry_max = std::chrono::milliseconds{static_cast<std::int64_t>(wanted.retry * 1000)};
  const auto made = client::connect(how.url);
  const auto project =
      made ? project_of(made->commands, wanted.project) : client::outcome<std::uint64_t>{tl::unexpected{made.error()}};
  if (!project)
    return report(project.error());
  what.project = *project;
  return feed_watch_run{how, what}.run();
}

void show_links(const json& answer) {
  std::vector<std::vector<std::string>> rows{{"URL", "SESSION", "PROJECT", "STATE"}};
  for (const auto& each : list_field(answer, "links"))
    rows.push_back({field_words(each, "url"), field_words(each, "project"), field_words(each, "project_uuid"),
                    field_words(each, "state")});
  print(to_table(rows));
}

int show_links_of(const settings& how, const wanted_message& wanted) {
  if (!wanted.project.empty())
    return write(how, wanted, "feed_links", json::object(), show_links);
  return carry_out(
      how, wanted.who, [](const client::sender& to) { return ask(to, "feed_links"); }, show_links);
}

int follow(const settings& how, const wanted_message& wanted) {
  return carry_out(
      how, wanted.who,
      [&](const client::sender& to) -> client::outcome<json> {
        const auto project = find_project(to, wanted.project);
        if (!project)
          return tl::unexpected{project.error()};
        json args{{"url", wanted.url}};
        if (*project)
          return ask_in(to, **project, "follow_feed", std::move(args));
        args["project_uuid"] = wanted.project;
        put(args, "name", wanted.name);
        return ask(to, "follow_feed", std::move(args));
      },
      [](const json& answer) {
        const auto& link = field(answer, "link");
        print("session " + field_words(link, "project") + " follows " + field_words(link, "project_uuid") + " at "
              + field_words(link, "url") + "\n");
      });
}

int unfollow(const settings& how, const wanted_message& wanted) {
  return write(how, wanted, "unfollow_feed", {{"url", wanted.url}}, [](const json& answer) {
    const auto& link = field(answer, "link");
    print("session " + field_words(link, "project") + " no longer follows " + field_words(link, "url") + "\n");
  });
}

} // namespace

void add_feed_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* group = app.add_subcommand("feed", "Read and write the feed of a project, and follow it at other servers");
  group->require_subcommand(1);
  auto wanted = std::make_shared<wanted_message>();
  const auto add_command = [&](const char* name, const char* text, int (*run)(const settings&, const wanted_message&)) {
    auto* command = group->add_subcommand(name, text);
    if (run != &watch)
      add_acting(*command, wanted->who);
    command->callback([&, wanted, run] {
      chosen = [&, wanted, run] {
        return run(how, *wanted);
      };
    });
    return command;
  };
  const auto names_project = [&](CLI::App* command) {
    command->add_option("PROJECT", wanted->project, "The session's id or name, or the project's UUID")->required();
    return command;
  };
  constexpr auto own_uuid = "A UUID of one's own; the same again is no second write";

  auto* watching = names_project(add_command("watch", "Print the messages of a feed, as they come", watch));
  watching->add_option("--since", wanted->since, "Only what is not had yet, as SRV_ID:SEQNO,…, such as 1:14,2:99");
  watching->add_flag("--no-follow", wanted->once, "End when all that is stored has come");
  watching->add_option("--retry-for", wanted->retry, "Seconds for which a server may be away before this gives up")
      ->default_str("60")
      ->check(CLI::Range(0.0, 1e6));

  auto* entering = names_project(add_command("post-entry", "Write an entry", post_entry));
  entering->add_option("REPORT", wanted->report, "The UUID of the report that it is part of")->required();
  entering->add_option("CLIP", wanted->clip, "The clip's id")->required();
  entering->add_option("NAME=VALUE", wanted->values, "The fields of its content");
  entering->add_option("--entry", wanted->entry, own_uuid);
  entering->add_option("--version", wanted->version, own_uuid);

  auto* editing = names_project(add_command("edit-entry", "Change an entry, or delete its row", edit_entry));
  editing->add_option("ENTRY", wanted->entry, "The entry's UUID")->required();
  editing->add_option("NAME=VALUE", wanted->values, "Fields to set");
  editing->add_option("--unset", wanted->unset, "Fields to take out")->allow_extra_args(false);
  editing->add_option("--clip", wanted->clip, "Another clip's id");
  editing->add_flag("--delete", wanted->is_deletion, "Delete the row");
  editing
      ->add_option("--modifies", wanted->modifies, "The UUIDs of the versions that it replaces; several end a conflict")
      ->required()
      ->allow_extra_args(false);
  editing->add_option("--reason", wanted->reason, "Why")->required();
  editing->add_option("--version", wanted->version, own_uuid);

  auto* threading = names_project(add_command("post-thread", "Begin a thread about something", post_thread));
  threading->add_option("--report", wanted->report, "About this report");
  threading->add_option("--entry", wanted->entry, "About this entry");
  threading->add_option("--version", wanted->version, "About this version of an entry");
  threading->add_option("--comment", wanted->comment, "About this comment");
  threading->add_option("--entity", wanted->entity, "About something outside of the feed");
  threading->add_option("--thread", wanted->thread, own_uuid);

  auto* commenting = names_project(add_command("post-comment", "Write or edit a comment", post_comment));
  commenting->add_option("THREAD", wanted->thread, "The thread's UUID")->required();
  commenting->add_option("TEXT", wanted->body, "What it says")->required();
  commenting->add_option("--comment", wanted->comment, "Its UUID; that of a comment which is there edits it");
  commenting->add_option("--authortime", wanted->authortime, "When it was written, such as 2026-11-20T21:14:03Z");

  const auto names_thing = [&](CLI::App* command) {
    command->add_option("--thread", wanted->thread, "This thread");
    command->add_option("--comment", wanted->comment, "This comment");
    command->add_option("--entry", wanted->entry, "This entry");
    return command;
  };
  names_thing(names_project(add_command(
                  "archive", "Archive something",
                  [](const settings& to, const wanted_message& what) { return archive(to, what, "archive"); })))
      ->add_option("--as-of", wanted->since, "As of SRV_ID:SEQNO,…; otherwise of all that the project has");
  names_thing(names_project(
      add_command("unarchive", "Take something out of the archive",
                  [](const settings& to, const wanted_message& what) { return archive(to, what, "unarchive"); })));

  const auto names_server = [&](CLI::App* command) {
    command->add_option("URL", wanted->url, "The other server, ws://HOST:PORT/ws")->required();
    return names_project(command);
  };
  names_server(
      add_command("follow", "Follow a project at another server; a UUID that is not here makes its session", follow))
      ->add_option("--name", wanted->name, "The name of the session, where one is made");
  names_server(add_command("unfollow", "Follow a project no longer at another server", unfollow));
  add_command("links", "List where projects are followed, and how that goes", show_links_of)
      ->add_option("PROJECT", wanted->project, "Only those of this session, by id, name or UUID");
}

} // namespace atelier::cli
