#include "client/attachment_upload.hpp"

#include "tests/client/attachment_twin.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace atelier::client {

namespace {

constexpr session_id lobby{3};

/// A file, and the upload of it.
struct sending {
  bytes content;
  attachment_upload upload;

  explicit sending(std::size_t size, std::string text = "")
      : content{noise(size)}, upload{{"cat.bin", size, hash_of(content)}, std::move(text), "key"} {}

  void begin(attachment_twin& server) {
    upload.answered(server.answer(upload.announce(lobby)));
  }
  /// Sends what may be sent now, at most so many pieces; gives how many.
  int send(attachment_twin& server, int most = 1'000'000) {
    int sent = 0;
    while (sent < most) {
      const auto piece = upload.next();
      if (!piece)
        break;
      server.take(piece->transfer, piece->offset, byte_view{content}.subspan(piece->offset, piece->bytes));
      ++sent;
    }
    return sent;
  }
  void hear(attachment_twin& server) {
    while (const auto news = server.next_news())
      CHECK(upload.take(*news));
  }
  /// To the end, over one connection.
  void finish(attachment_twin& server) {
    while (!upload.result() && send(server) > 0)
      hear(server);
  }
};

std::string code_of(const attachment_upload& upload) {
  REQUIRE(upload.result());
  REQUIRE_FALSE(*upload.result());
  return upload.result()->error().code;
}

} // namespace

TEST_CASE("a file is announced with its name, size and hash, and said when all of it is there") {
  attachment_twin server;
  sending file{300'000, "look"};
  const auto asked = file.upload.announce(lobby);
  CHECK(asked.action == "attach");
  CHECK(asked.session == lobby);
  CHECK(asked.key == "key");
  CHECK(asked.args
        == json{{"name", "cat.bin"}, {"bytes", 300'000}, {"sha256", hash_of(file.content)}, {"text", "look"}});
  file.upload.answered(server.answer(asked));
  file.finish(server);
  REQUIRE(file.upload.result());
  REQUIRE(*file.upload.result());
  CHECK(file.upload.result()->value().at("text") == "look");
  CHECK(server.kept().at(hash_of(file.content)) == file.content);
  CHECK(file.upload.confirmed() == 300'000);
}

TEST_CASE("no more than 256 KiB are ahead of what the server has written") {
  attachment_twin server;
  sending file{1'000'000};
  file.begin(server);
  CHECK(file.send(server) == 4);
  CHECK_FALSE(file.upload.next());
  const auto first = server.next_news();
  REQUIRE(first);
  CHECK(file.upload.take(*first));
  CHECK(file.upload.confirmed() == 65'536);
  CHECK(file.send(server) == 1);
}

TEST_CASE("an upload that is cut at every tenth piece goes on where it was, and is said once") {
  attachment_twin server;
  sending file{5'000'000};
  int cuts = 0;
  for (; !file.upload.result(); ++cuts) {
    REQUIRE(cuts < 100);
    file.begin(server);
    for (int sent = 0; sent < 10 && !file.upload.result();) {
      sent += file.send(server, 10 - sent);
      if (sent < 10)
        file.hear(server);
    }
    if (file.upload.result())
      break;
    server.cut();
    file.upload.disconnected();
    CHECK_FALSE(file.upload.next());
  }
  CHECK(cuts > 5);
  REQUIRE(*file.upload.result());
  CHECK(server.said().size() == 1);
  CHECK(server.kept().at(hash_of(file.content)) == file.content);
  // Nothing that was written was sent again.
  CHECK(server.pieces() == (5'000'000 + 65'535) / 65'536);
}

TEST_CASE("a server that lost a part of what it had confirmed is sent it again") {
  attachment_twin server;
  sending file{300'000};
  file.begin(server);
  file.send(server);
  file.hear(server);
  attachment_twin another;
  file.upload.disconnected();
  file.begin(another);
  CHECK(file.upload.confirmed() == 0);
  file.finish(another);
  CHECK(another.kept().contains(hash_of(file.content)));
}

TEST_CASE("what was said over the connection that broke off is not said again") {
  attachment_twin server;
  sending file{100'000};
  file.begin(server);
  while (file.send(server) > 0)
    continue;
  CHECK(server.said().size() == 1);
  server.cut();
  file.upload.disconnected();
  file.begin(server);
  REQUIRE(file.upload.result());
  CHECK(*file.upload.result());
  CHECK(server.said().size() == 1);
}

TEST_CASE("content that the server has already is not sent") {
  attachment_twin server;
  sending file{100'000};
  server.keep(hash_of(file.content), file.content);
  file.begin(server);
  CHECK(file.send(server) == 0);
  file.hear(server);
  REQUIRE(file.upload.result());
  CHECK(*file.upload.result());
  CHECK(server.pieces() == 0);
}

TEST_CASE("content that changes while it is sent is refused by its hash") {
  attachment_twin server;
  sending file{200'000};
  file.begin(server);
  file.content[150'000] ^= std::byte{1};
  file.finish(server);
  CHECK(code_of(file.upload) == "bad_data");
  CHECK(server.said().empty());
}

TEST_CASE("a file that cannot be read any more ends it, and the server is told") {
  attachment_twin server;
  sending file{300'000};
  file.begin(server);
  file.send(server);
  const auto cancel = file.upload.fail({fault_kind::misuse, "it has become shorter"});
  REQUIRE(cancel);
  CHECK(cancel->action == "cancel_transfer");
  CHECK(server.answer(*cancel));
  CHECK(server.cancelled() == 1);
  REQUIRE(file.upload.result());
  CHECK(file.upload.result()->error().message == "it has become shorter");
  CHECK_FALSE(file.upload.next());

  sending unknown{10};
  CHECK_FALSE(unknown.upload.fail({fault_kind::misuse, "gone"}));
  CHECK(unknown.upload.result());
}

TEST_CASE("a refusal ends it, a server that goes only holds it up") {
  attachment_twin server;
  sending refused{300'000};
  static_cast<void>(refused.upload.announce(lobby));
  refused.upload.answered(failed(fault_kind::refused, "too large", "bad_data"));
  CHECK(code_of(refused.upload) == "bad_data");

  sending full{300'000};
  full.begin(server);
  full.send(server, 1);
  server.refuse("storage_failure");
  full.hear(server);
  CHECK(code_of(full.upload) == "storage_failure");

  for (const bool before_its_answer : {true, false}) {
    attachment_twin going;
    sending held{300'000};
    if (before_its_answer) {
      static_cast<void>(held.upload.announce(lobby));
      held.upload.answered(failed(fault_kind::refused, "words", "shutting_down"));
    } else {
      held.begin(going);
      held.send(going);
      going.refuse("shutting_down");
      held.hear(going);
    }
    CHECK(held.upload.is_postponed());
    CHECK_FALSE(held.upload.result());
    CHECK_FALSE(held.upload.next());
    going.cut();
    held.upload.disconnected();
    held.begin(going);
    held.finish(going);
    REQUIRE(held.upload.result());
    CHECK(*held.upload.result());
  }
}

TEST_CASE("news of another transfer are passed over, news that cannot be are a breach of the contract") {
  attachment_twin server;
  sending file{300'000};
  file.begin(server);
  file.send(server, 1);
  CHECK_FALSE(file.upload.take({.transfer = transfer_id{77}, .offset = 1}));
  CHECK_FALSE(file.upload.result());
  CHECK(file.upload.take({.transfer = transfer_id{1}, .offset = 65'537}));
  REQUIRE(file.upload.result());
  CHECK(file.upload.result()->error().kind == fault_kind::broken_contract);

  for (const auto& answer : {json{{"transfer", 1}, {"offset", 300'001}}, json{{"offset", 0}}, json{{"transfer", 1}},
                             json{{"transfer", "x"}, {"offset", 0}}}) {
    CAPTURE(answer);
    sending other{300'000};
    static_cast<void>(other.upload.announce(lobby));
    other.upload.answered(answer);
    REQUIRE(other.upload.result());
    CHECK(other.upload.result()->error().kind == fault_kind::broken_contract);
  }
}

TEST_CASE("news of a transfer are read as the server writes them") {
  const auto told = to_transfer_news({{"type", "transfer"}, {"transfer", 5}, {"offset", 65'536}});
  REQUIRE(told);
  CHECK(told->transfer == transfer_id{5});
  CHECK(told->offset == 65'536);
  CHECK_FALSE(told->message);
  CHECK_FALSE(told->error);
  const auto ended = to_transfer_news({{"type", "transfer"},
                                       {"transfer", 5},
                                       {"error", {{"code", "storage_failure"}, {"message", "the disk is full"}}}});
  REQUIRE(ended);
  CHECK(ended->error->code == "storage_failure");
  CHECK_FALSE(to_transfer_news({{"transfer", 5}}));
  CHECK_FALSE(to_transfer_news({{"transfer", -5}, {"offset", "1"}}));
  CHECK_FALSE(to_transfer_news(json::array()));
}

} // namespace atelier::client
