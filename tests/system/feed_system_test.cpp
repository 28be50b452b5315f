#include "client/cli/http_get.hpp"
#include "client/connection.hpp"
#include "protocol/bytes.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/feed_writer.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <array>
#include <doctest/doctest.h>
#include <memory>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

using place = feed_writer::place;

const std::string report = "11111111-0000-4000-8000-000000000000", entry = "22222222-0000-4000-8000-000000000001",
                  version = "33333333-0000-4000-8000-000000000001", thread = "44444444-0000-4000-8000-000000000001";

json ask(const server_process& server, std::string action, json args,
         std::optional<session_id> session = std::nullopt) {
  auto made = client::connect(server.unix_url());
  REQUIRE(made);
  command what;
  what.action = std::move(action);
  what.args = std::move(args);
  what.session = session;
  auto answer = made->commands.send(std::move(what)).get();
  if (!answer)
    FAIL(answer.error().message);
  return *answer;
}

session_id session_in(const json& answer, const char* noun, const char* member) {
  return session_id{answer.at(noun).at(member).get<session_id::rep>()};
}

/// Every message of a project, as a reader gets them who has none; each once.
std::map<place, json> feed_of(const server_process& server, session_id project) {
  auto made = client::connect(server.ws_url());
  REQUIRE(made);
  REQUIRE(made->commands.post({{"type", "subscribe"},
                               {"mux_id", 1},
                               {"project_id", project.value},
                               {"entries", "*"},
                               {"threads", "*"},
                               {"comments", "*"}}));
  std::map<place, json> out;
  for (;;) {
    const auto came = made->messages.recv(std::chrono::seconds{30});
    REQUIRE(came);
    auto message = came->value.value();
    if (message.at("type") == "sync")
      return out;
    if (message.at("type") == "broadcast")
      continue;
    const place at{message.at("srv_id"), message.at("seqno")};
    message.erase("proj_id");
    CAPTURE(message.dump());
    REQUIRE(out.emplace(at, std::move(message)).second);
  }
}

/// The report but for the project's number on this server.
json report_of(const server_process& server, session_id project) {
  const auto body = cli::http_get(server.http_url() + "/projects/" + std::to_string(project.value) + "/report",
                                  std::chrono::seconds{30});
  if (!body)
    FAIL(body.error().message);
  auto out = json::parse(as_text(*body));
  out.at("project").erase("proj_id");
  return out;
}

std::string state_of(const server_process& server, const std::string& url) {
  const auto links = ask(server, "feed_links", json::object()).at("links");
  for (const auto& each : links)
    if (each.at("url") == url)
      return each.at("state");
  return "no link";
}

/// Three servers that follow each other in a ring, with somebody who writes at each.
class ring {
public:
  explicit ring(std::uint64_t seed) : dice_{seed} {
    for (std::size_t i = 0; i < size; ++i)
      servers_[i] = std::make_unique<server_process>(
          folder_.path() / std::to_string(i),
          std::vector<std::string>{"--srv-id", std::to_string(i + 1), "--log-level", "warning"});
    const auto made = ask(*servers_[0], "add_session", {{"name", "project"}});
    projects_[0] = session_in(made, "session", "id");
    const std::string uuid = made.at("session").at("uuid");
    // On each server it has another number.
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t more = 0; more < i; ++more)
        ask(*servers_[i], "add_session", {{"name", "other " + std::to_string(more)}});
      const auto& next = *servers_[(i + 1) % size];
      projects_[i] = session_in(ask(*servers_[i], "follow_feed", {{"url", next.ws_url()}, {"project_uuid", uuid}}),
                                "link", "project");
    }
    begin_feed();
    for (std::size_t i = 0; i < size; ++i) {
      writers_[i] = std::make_unique<feed_writer>(servers_[i]->url(i), projects_[i], static_cast<int>(i + 1), dice_());
      writers_[i]->share(entry, version, thread);
    }
  }

  /// All write; one server is killed in the middle of it and starts again.
  void round() {
    for (auto& each : writers_)
      each->begin();
    auto& victim = *servers_[dice_() % size];
    const auto before = answered();
    REQUIRE(eventually([&] { return answered() > before + 30 + static_cast<int>(dice_() % 100); }));
    victim.kill();
    std::this_thread::sleep_for(std::chrono::milliseconds{dice_() % 400});
    victim.start();
    const auto then = answered();
    REQUIRE(eventually([&] { return answered() > then + 30; }));
    for (auto& each : writers_) {
      each->end();
      REQUIRE(each->complaint() == "");
    }
  }

  /// All end with the same, and with everything that was answered.
  void compare() {
    std::map<place, json> first;
    const bool is_same = eventually([&] {
      first = feed_of(*servers_[0], projects_[0]);
      return first.size() >= own_.size() + static_cast<std::size_t>(answered())
             && feed_of(*servers_[1], projects_[1]) == first && feed_of(*servers_[2], projects_[2]) == first;
    });
    std::map<place, std::string> answers = own_;
    for (const auto& each : writers_)
      for (const auto& [at, uuid] : each->answers()) {
        CAPTURE(uuid);
        REQUIRE(answers.emplace(at, uuid).second);
      }
    for (const auto& [at, uuid] : answers) {
      CAPTURE(at.first);
      CAPTURE(at.second);
      REQUIRE(first.contains(at));
      CHECK(uuid_of(first.at(at)) == uuid);
    }
    REQUIRE(is_same);
    // Nothing was written twice: what was asked again is there once.
    CHECK(first.size() == answers.size());
    const auto report_there = report_of(*servers_[0], projects_[0]);
    CHECK(report_there.at("reports").size() == 3);
    for (std::size_t i = 1; i < size; ++i)
      CHECK(report_of(*servers_[i], projects_[i]) == report_there);
    // Also after everybody has read it again from disk.
    for (auto& each : servers_)
      REQUIRE(each->stop() == 0);
    for (std::size_t i = 0; i < size; ++i) {
      servers_[i]->start();
      CHECK(feed_of(*servers_[i], projects_[i]) == first);
      CHECK(report_of(*servers_[i], projects_[i]) == report_there);
    }
  }

private:
  static constexpr std::size_t size = 3;

  static std::string uuid_of(const json& message) {
    const auto type = message.at("type").get<std::string>();
    return message.at(type == "entry" ? "version_uuid" : type + "_uuid");
  }

  [[nodiscard]] int answered() const {
    int out = 0;
    for (const auto& each : writers_)
      out += each->answered();
    return out;
  }

  /// An entry and a thread that everybody has before they write.
  void begin_feed() {
    const auto write = [&](const char* action, const json& args, const std::string& uuid) {
      const auto answer = ask(*servers_[0], action, args, projects_[0]);
      own_.emplace(place{answer.at("srv_id"), answer.at("seqno")}, uuid);
    };
    write("post_entry",
          {{"report_uuid", report},
           {"entry_uuid", entry},
           {"version_uuid", version},
           {"clip_id", "clip"},
           {"content", {{"field0", "first"}}}},
          version);
    write("post_thread", {{"thread_uuid", thread}, {"links", {{"entry", entry}}}}, thread);
    for (std::size_t i = 0; i < size; ++i)
      REQUIRE(eventually([&] { return feed_of(*servers_[i], projects_[i]).size() == own_.size(); }));
  }

  std::mt19937_64 dice_;
  temporary_folder folder_;
  std::array<std::unique_ptr<server_process>, size> servers_;
  std::array<session_id, size> projects_;
  std::map<place, std::string> own_;
  std::array<std::unique_ptr<feed_writer>, size> writers_;
};

} // namespace

TEST_CASE("three servers in a ring end with the same feed, though they are killed while all write") {
  const auto seed = from_environment("ATELIER_SEED", 1);
  CAPTURE(seed);
  ring all{seed};
  const auto rounds = from_environment("ATELIER_KILL_ROUNDS", 4);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    CAPTURE(round);
    all.round();
  }
  all.compare();
}

TEST_CASE("two servers with the same srv_id refuse each other, and both say why") {
  const temporary_folder folder;
  const server_process one{folder.path() / "one", {"--srv-id", "5", "--log-level", "off"}},
      other{folder.path() / "other", {"--srv-id", "5", "--log-level", "off"}};
  const auto made = ask(one, "add_session", {{"name", "project"}});
  const auto project = session_in(made, "session", "id");
  const auto theirs =
      session_in(ask(other, "follow_feed", {{"url", one.ws_url()}, {"project_uuid", made.at("session").at("uuid")}}),
                 "link", "project");
  ask(one, "follow_feed", {{"url", other.ws_url()}}, project);
  const std::string why =
      "has the same srv_id 5 as this server; give one of them another with --srv-id on a new data folder";
  CHECK(eventually([&] { return state_of(one, other.ws_url()) == why && state_of(other, one.ws_url()) == why; }));
  ask(one, "post_entry", {{"report_uuid", report}, {"clip_id", "c"}, {"content", json::object()}}, project);
  CHECK(feed_of(other, theirs).empty());
}

TEST_CASE("a server follows every project at the one that was named at its start, also what is made later") {
  const temporary_folder folder;
  server_process one{folder.path() / "one", {"--srv-id", "1", "--log-level", "off"}};
  server_process other{folder.path() / "other", {"--srv-id", "2", "--log-level", "off", "--feed-peer", one.ws_url()}};
  const auto made = ask(one, "add_session", {{"name", "project"}});
  const auto project = session_in(made, "session", "id");
  const auto write = [&] {
    ask(one, "post_entry", {{"report_uuid", report}, {"clip_id", "c"}, {"content", json::object()}}, project);
  };
  write();
  const auto theirs =
      session_in(ask(other, "add_session", {{"name", "project"}, {"project_uuid", made.at("session").at("uuid")}}),
                 "session", "id");
  CHECK(eventually([&] { return feed_of(other, theirs).size() == 1; }));
  // The link is cut and heals, whoever it was that went.
  one.kill();
  CHECK(eventually([&] { return state_of(other, one.ws_url()).starts_with("can't reach it: "); }));
  one.start();
  write();
  CHECK(eventually([&] { return feed_of(other, theirs).size() == 2; }));
  other.kill();
  write();
  other.start();
  CHECK(eventually([&] { return feed_of(other, theirs) == feed_of(one, project); }));
  CHECK(feed_of(one, project).size() == 3);
}
