#include "protocol/chat.hpp"
#include "protocol/limits.hpp"
#include "runtime/asio_coordinator.hpp"
#include "storage/storage_actors.hpp"
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

/// An actor system, and a mailbox that stands in for the engine's.
struct stage {
  /// On the server's own thread pool, as in earnest.
  struct configuration : caf::actor_system_config {
    configuration() {
      runtime::use_asio_coordinator(*this, 2);
    }
  };
  configuration config;
  caf::actor_system system{config};
  caf::scoped_actor self{system};
  engine_actor engine = caf::actor_cast<engine_actor>(caf::actor{self});
  std::shared_ptr<fake_chats> chats = std::make_shared<fake_chats>();
  history_actor history = spawn_history(system, chats, srv_id);

  ~stage() {
    self->send_exit(history, caf::exit_reason::user_shutdown);
    self->wait_for(caf::actor_cast<caf::actor>(history));
  }

  chat_read read() {
    chat_read found;
    self->send(history, read_chat{connection_id{3}, mux_id{5}, lobby, 10, 90}, engine);
    self->receive([&](const chat_read& what) { found = what; });
    CHECK(found.to == connection_id{3});
    CHECK(found.mux == mux_id{5});
    return found;
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
  CHECK(*found.items->front() == members_of(sample_message(11, "hello"), srv_id));
  CHECK(*found.items->back() == members_of(sample_message(15, "hi"), srv_id));
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

TEST_CASE("an archive that fails is answered as it is") {
  stage at;
  at.chats->fails = true;
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
