#include "protocol/feed_limits.hpp"
#include "tests/engine/feed/feed_room.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr session_id studio{2};

/// The effects of one kind since it was last looked, as "url project".
template <class Effect>
std::vector<std::string> all_of(feed_room& d) {
  std::vector<std::string> out;
  while (const auto each = d.next<Effect>())
    out.push_back(each->url + " " + std::to_string(each->project.value));
  return out;
}

using lines = std::vector<std::string>;

} // namespace

TEST_CASE("a project is followed where an admin says so, until he takes it back") {
  feed_room d;
  CHECK(d.write(eve, "follow_feed", {{"url", peer}}).at("code") == "forbidden");
  const json link{{"url", peer}, {"project", 1}, {"project_uuid", uuid_of(1'001)}, {"state", "not connected yet"}};
  CHECK(d.write(ada, "follow_feed", {{"url", peer}}).at("link") == link);
  const auto followed = d.next<follow_project>();
  REQUIRE(followed);
  CHECK(followed->url == peer);
  CHECK(followed->project_uuid == uuid_of(1'001));
  CHECK(d.stored<feed_link_record>() == std::vector{feed_link_record{peer, lobby}});
  // Again is no error, and nothing happens.
  CHECK(d.write(ada, "follow_feed", {{"url", "ws://OTHER:4333"}, {"project_uuid", uuid_of(1'001)}}).at("link") == link);
  CHECK_FALSE(d.next<follow_project>());
  CHECK(d.stored<feed_link_record>().size() == 1);

  d.give(link_changed{peer, "in sync"});
  CHECK(d.next<log_line>().value().text == "the feeds at " + std::string{peer} + ": in sync");
  d.give(link_changed{peer, "in sync"});
  CHECK_FALSE(d.next<log_line>());
  CHECK(d.write(eve, "feed_links", {}).at("links").at(0).at("state") == "in sync");
  CHECK(d.write(eve, "feed_links", {}, {}).at("links").size() == 1);
  CHECK(d.write(eve, "feed_links", {}, studio).at("links").empty());

  CHECK(d.write(ada, "unfollow_feed", {{"url", peer}}, studio).at("code") == "not_found");
  CHECK(d.write(ada, "unfollow_feed", {{"url", peer}}).at("link").at("url") == peer);
  CHECK(all_of<unfollow_project>(d) == lines{std::string{peer} + " 1"});
  CHECK(d.stored<feed_link_removed>().size() == 1);
  CHECK(d.write(eve, "feed_links", {}, {}).at("links").empty());
}

TEST_CASE("what is no address of a server is refused by name") {
  feed_room d;
  for (const auto* url :
       {"wss://other:4333/ws", "http://other:4333", "other:4333", "ws://other", "ws://other:0/ws", ""}) {
    CAPTURE(url);
    const auto error = d.write(ada, "follow_feed", {{"url", url}});
    CHECK(error.at("code") == "bad_data");
    CHECK(error.at("message").get<std::string>().find("ws://HOST:PORT/ws") != std::string::npos);
  }
  CHECK(d.write(ada, "follow_feed", {{"url", "ws://" + std::string(500, 'x') + ":1/ws"}}).at("code") == "bad_data");
  CHECK(d.write(ada, "follow_feed", json::object()).at("code") == "bad_data");
  CHECK(d.write(ada, "follow_feed", {{"url", peer}, {"project_uuid", uuid_of(7)}}).at("code") == "bad_data");
  CHECK(d.write(ada, "follow_feed", {{"url", peer}}, {}).at("code") == "no_session_supplied");
  CHECK_FALSE(d.next<follow_project>());
}

TEST_CASE("a project that is not here gets a session when it is followed") {
  feed_room d;
  const auto link = d.write(ada, "follow_feed", {{"url", peer}, {"project_uuid", uuid_of(77)}}, {}).at("link");
  CHECK(link.at("project") == 3);
  CHECK(link.at("project_uuid") == uuid_of(77));
  CHECK(d.stored<session_record>().back().name == "project 00000000");
  CHECK(d.stored<session_record>().back().mode == "free");
  CHECK(all_of<follow_project>(d) == lines{std::string{peer} + " 3"});
  // Its sender hears of the session after the answer.
  const auto said = d.heard<deliver>(ada);
  CHECK(said.at(said.size() - 2).response);
  CHECK(json::parse(*said.back().text).at("event") == "session_added");
  CHECK(d.write(ada, "follow_feed", {{"url", peer}, {"project_uuid", uuid_of(77)}}, {}).at("link") == link);
  CHECK(d.write(ada, "follow_feed", {{"url", peer}, {"project_uuid", uuid_of(1'002)}}, {}).at("link").at("project")
        == 2);
  CHECK(d.write(ada, "follow_feed", {{"url", peer}, {"project_uuid", uuid_of(78)}}, {}).at("code") == "name_taken");
  CHECK(d.write(ada, "follow_feed", {{"url", peer}, {"project_uuid", uuid_of(78)}, {"name", "dailies"}}, {})
            .contains("link"));
  CHECK(d.stored<session_record>().back().name == "dailies");
  CHECK(d.stored<session_record>().size() == 2);
}

TEST_CASE("a session is made with a project's UUID, once") {
  feed_room d;
  const auto made =
      d.write(eve, "add_session", {{"name", "a"}, {"project_uuid", "ABCDEF00-0000-4000-8000-000000000001"}}, {});
  CHECK(made.at("session").at("uuid") == "abcdef00-0000-4000-8000-000000000001");
  CHECK(d.write(eve, "add_session", {{"name", "b"}, {"project_uuid", uuid_of(1'001)}}, {}).at("code")
        == "already_exists");
  CHECK(d.write(eve, "add_session", {{"name", "b"}, {"project_uuid", "x"}}, {}).at("code") == "bad_data");
  CHECK(d.write(eve, "add_session", {{"name", "b"}}, {}).at("session").at("uuid").get<std::string>().size() == 36);
}

TEST_CASE("at the servers that were named at start, every project is followed, new ones too") {
  auto state = two_projects();
  state.feed_links.push_back({"ws://third:1/ws", studio});
  state.feed_links.push_back({"ws://third:1/ws", session_id{99}});
  feed_room d{std::move(state)};
  d.give(peers_named{{peer}});
  const auto at_peer = std::string{peer};
  CHECK(all_of<follow_project>(d) == lines{"ws://third:1/ws 2", at_peer + " 1", at_peer + " 2"});
  d.write(eve, "add_session", {{"name", "new"}}, {});
  CHECK(all_of<follow_project>(d) == lines{at_peer + " 3"});
  CHECK(d.write(ada, "unfollow_feed", {{"url", peer}}).at("code") == "forbidden");
  // What is linked besides stays followed when the link is taken back.
  d.write(ada, "follow_feed", {{"url", peer}});
  CHECK(d.write(ada, "unfollow_feed", {{"url", peer}}).contains("link"));
  CHECK(d.stored<feed_link_removed>().size() == 1);
  CHECK(all_of<unfollow_project>(d).empty());
  d.write(ada, "remove_session", {}, studio);
  CHECK(all_of<unfollow_project>(d) == lines{at_peer + " 2", "ws://third:1/ws 2"});
  CHECK(d.write(eve, "feed_links", {}, {}).at("links").size() == 2);
}

TEST_CASE("links are as many as there may be, and no more") {
  auto state = two_projects();
  for (std::size_t i = 1; i < feed_limits::links_max; ++i)
    state.feed_links.push_back({"ws://a:" + std::to_string(i) + "/ws", lobby});
  feed_room d{std::move(state)};
  d.give(peers_named{{peer}});
  CHECK(all_of<follow_project>(d).size() == feed_limits::links_max);
  CHECK(d.next<log_line>().value().text.find("at most 1000 projects") != std::string::npos);
  d.write(eve, "add_session", {{"name", "new"}}, {});
  CHECK_FALSE(d.next<follow_project>());
  CHECK_FALSE(d.next<log_line>());
  CHECK(d.write(ada, "follow_feed", {{"url", "ws://b:1/ws"}}).at("code") == "rate_limited");
}
