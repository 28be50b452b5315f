#include "protocol/chat.hpp"
#include "protocol/events.hpp"
#include "protocol/limits.hpp"
#include "storage/storage_actors.hpp"
#include "tests/actor_stage.hpp"
#include "tests/storage/samples.hpp"

#include <caf/all.hpp>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::uint32_t srv_id = 4;

/// Chats that say what they were asked.
class fake_chats final : public chat_archive {
public:
  bool fails = false;
  page next_page;

  result<page> read(session_id session, seqno_t after, seqno_t until, std::size_t bytes_max) override {
    CHECK(session == lobby);
    CHECK(after == 10);
    CHECK(until == 90);
    CHECK(bytes_max == limits::list_bytes_max);
    if (fails)
      return failure(errc::storage_failure, "the disk is gone");
    return next_page;
  }
  result<std::optional<chat_message>> find(seqno_t id) override {
    if (fails)
      return failure(errc::storage_failure, "the disk is gone");
    return id == 7 ? std::optional{sample_message(7, "latest")} : std::nullopt;
  }
  result<std::vector<chat_message>> versions(seqno_t id) override {
    return std::vector{sample_message(id, "first"), sample_message(id + 1, "second")};
  }
  result<std::vector<chat_message>> search(session_id session, const std::string& query, seqno_t before,
                                           std::size_t count) override {
    return std::vector{sample_message(before, query + std::to_string(count), session)};
  }
};

/// Events that say what they were asked.
class fake_events final : public event_archive {
public:
  bool fails = false;
  page next_page;

  result<page> read_events(session_id session, seqno_t after, seqno_t until, std::size_t bytes_max) override {
    CHECK(session == lobby);
    CHECK(after == 10);
    CHECK(until == 90);
    CHECK(bytes_max == limits::list_bytes_max);
    if (fails)
      return failure(errc::storage_failure, "the disk is gone");
    return next_page;
  }
  result<std::vector<event_record>> first_events(session_id session, seqno_t after, std::size_t count) override {
    if (fails)
      return failure(errc::storage_failure, "the disk is gone");
    return std::vector{sample_event(after + 1, session, std::to_string(count))};
  }
};

/// Feeds that say what they were asked.
class fake_feeds final : public feed_archive {
public:
  bool fails = false;
  page next_page;

  result<page> read_feed(session_id project, const feed_selection& wanted, seqno_t after, seqno_t until,
                         std::size_t bytes_max) override {
    CHECK(project == lobby);
    CHECK(wanted.since == version_vector{{2, 7}});
    CHECK(wanted.kinds.comments);
    CHECK_FALSE(wanted.kinds.entries);
    CHECK(after == 10);
    CHECK(until == 90);
    CHECK(bytes_max == limits::list_bytes_max);
    if (fails)
      return failure(errc::storage_failure, "the disk is gone");
    return next_page;
  }
  result<std::vector<feed_message>> find_feed(session_id project, feed_kind kind, const std::string& uuid) override {
    if (fails)
      return failure(errc::storage_failure, "the disk is gone");
    auto found = sample_feed_message(1, 2, project);
    found.kind = kind;
    found.uuid = uuid;
    return std::vector{found};
  }
};

struct stage : actor_stage {
  std::shared_ptr<fake_chats> chats = std::make_shared<fake_chats>();
  std::shared_ptr<fake_events> events = std::make_shared<fake_events>();
  std::shared_ptr<fake_feeds> feeds = std::make_shared<fake_feeds>();
  history_actor history = spawn_history(system, chats, events, feeds, srv_id);

  ~stage() {
    end(history);
  }

  texts_read read(text_kind kind = text_kind::chat) {
    texts_read found;
    std::shared_ptr<const feed_selection> selection;
    if (kind == text_kind::feed)
      selection = std::make_shared<const feed_selection>(feed_selection{{{2, 7}}, {.comments = true}});
    self->send(history, read_texts{connection_id{3}, mux_id{5}, kind, lobby, 10, 90, selection}, engine);
    self->receive([&](const texts_read& what) { found = what; });
    CHECK(found.to == connection_id{3});
    CHECK(found.mux == mux_id{5});
    CHECK(found.kind == kind);
    return found;
  }

  result<std::vector<event_record>> find(const find_events& what) {
    events_found found;
    self->send(history, what, engine);
    self->receive([&](const events_found& answer) { found = answer; });
    CHECK(found.request == what.request);
    return found.events;
  }

  result<std::vector<feed_message>> find(const find_feed& what) {
    feed_found found;
    self->send(history, what, engine);
    self->receive([&](const feed_found& answer) { found = answer; });
    CHECK(found.request == what.request);
    return found.messages;
  }

  result<std::vector<chat_message>> find(const find_messages& what) {
    messages_found found;
    self->send(history, what, engine);
    self->receive([&](const messages_found& answer) { found = answer; });
    CHECK(found.request == what.request);
    return found.messages;
  }
};

} // namespace

TEST_CASE("a page of a chat is answered with its items and how far it goes") {
  stage at;
  at.chats->next_page = {{sample_message(11, "hello"), sample_message(15, "hi")}, true};
  const auto found = at.read();
  REQUIRE(found.items);
  REQUIRE(found.items->size() == 2);
  CHECK(found.items->front().type == "message");
  CHECK(*found.items->front().members == members_of(sample_message(11, "hello"), srv_id));
  CHECK(*found.items->back().members == members_of(sample_message(15, "hi"), srv_id));
  CHECK(found.reached == 15);
}

TEST_CASE("the last page of a chat goes as far as was asked, with messages or without") {
  stage at;
  at.chats->next_page = {{sample_message(11, "hello")}, false};
  CHECK(at.read().reached == 90);
  at.chats->next_page = {};
  const auto found = at.read();
  CHECK(found.items->empty());
  CHECK(found.reached == 90);
}

TEST_CASE("a page of events is answered with its items and how far it goes") {
  stage at;
  at.events->next_page = {{sample_event(11), sample_event(15)}, true};
  const auto found = at.read(text_kind::events);
  REQUIRE(found.items);
  REQUIRE(found.items->size() == 2);
  CHECK(found.items->front().type == "event");
  CHECK(*found.items->front().members == members_of(sample_event(11), srv_id));
  CHECK(*found.items->back().members == members_of(sample_event(15), srv_id));
  CHECK(found.reached == 15);
  at.events->next_page = {};
  CHECK(at.read(text_kind::events).items->empty());
  CHECK(at.read(text_kind::events).reached == 90);
}

TEST_CASE("a page of a feed is answered with its items, each of its type, and how far it goes") {
  stage at;
  auto entry = sample_feed_message(15, 9, lobby, 2);
  entry.kind = feed_kind::entry;
  at.feeds->next_page = {{sample_feed_message(11, 8), entry}, 15};
  auto found = at.read(text_kind::feed);
  REQUIRE(found.items);
  REQUIRE(found.items->size() == 2);
  CHECK(found.items->front().type == "comment");
  CHECK(*found.items->front().members == members_of(sample_feed_message(11, 8)));
  CHECK(found.items->back().type == "entry");
  CHECK(*found.items->back().members == members_of(entry));
  CHECK(found.reached == 15);
  at.feeds->next_page = {{}, 90};
  found = at.read(text_kind::feed);
  CHECK(found.items->empty());
  CHECK(found.reached == 90);
}

TEST_CASE("messages of a feed are looked for as was asked") {
  stage at;
  auto wanted = sample_feed_message(1, 2, session_id{4});
  wanted.kind = feed_kind::thread;
  CHECK(at.find(find_feed{3, wanted.project, wanted.kind, wanted.uuid}) == std::vector{wanted});
}

TEST_CASE("events are looked for as was asked") {
  stage at;
  CHECK(at.find(find_events{3, session_id{2}, 7, 50}) == std::vector{sample_event(8, session_id{2}, "50")});
}

TEST_CASE("an archive that fails is answered as it is") {
  stage at;
  at.chats->fails = true;
  at.events->fails = true;
  at.feeds->fails = true;
  CHECK(at.read(text_kind::feed).items.error() == error{errc::storage_failure, "the disk is gone"});
  CHECK(at.find(find_feed{3, lobby, feed_kind::entry, {}}).error() == error{errc::storage_failure, "the disk is gone"});
  CHECK(at.read(text_kind::events).items.error() == error{errc::storage_failure, "the disk is gone"});
  CHECK(at.find(find_events{3, lobby, 7, 50}).error() == error{errc::storage_failure, "the disk is gone"});
  CHECK(at.read().items.error() == error{errc::storage_failure, "the disk is gone"});
  find_messages one{1, find_messages::what::latest, 7, {}, {}, 0, 0};
  CHECK(at.find(one).error() == error{errc::storage_failure, "the disk is gone"});
}

TEST_CASE("messages are looked for as was asked") {
  stage at;
  CHECK(at.find({1, find_messages::what::latest, 7, {}, {}, 0, 0}) == std::vector{sample_message(7, "latest")});
  CHECK(at.find({2, find_messages::what::latest, 8, {}, {}, 0, 0})->empty());
  CHECK(at.find({3, find_messages::what::versions, 8, {}, {}, 0, 0})
        == std::vector{sample_message(8, "first"), sample_message(9, "second")});
  CHECK(at.find({4, find_messages::what::matching, 0, lobby, "fox", 50, 20})
        == std::vector{sample_message(50, "fox20")});
}
