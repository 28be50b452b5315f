#include "client/attachment_download.hpp"

#include "tests/client/attachment_twin.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

namespace {

/// What a disk keeps, and a download onto it.
struct receiving {
  bytes there;
  attachment_download download;

  explicit receiving(const bytes& of) : download{hash_of(of)} {}

  void begin(attachment_twin& server) {
    if (download.begins_anew())
      there.clear();
    download.answered(server.answer(download.request(there.size())));
  }
  /// Takes at most so many blocks.
  void receive(attachment_twin& server, int most = 1'000'000) {
    for (int i = 0; i < most; ++i) {
      const auto message = server.next_chunk();
      if (message.empty())
        return;
      auto rest = byte_view{message};
      append(there, download.take(take_block(rest).value()));
    }
  }
  void check() {
    REQUIRE(download.is_whole());
    download.checked(hash_of(there) == download.hash());
  }
};

} // namespace

TEST_CASE("a file comes whole and is checked") {
  attachment_twin server;
  const auto content = noise(350'000);
  server.keep(hash_of(content), content);
  receiving file{content};
  const auto asked = file.download.request(0);
  CHECK(asked.action == "fetch_attachment");
  CHECK(asked.args == json{{"hash", hash_of(content)}});
  CHECK_FALSE(asked.session);
  file.download.answered(server.answer(asked));
  CHECK(file.download.bytes_total() == 350'000);
  file.receive(server);
  CHECK(file.download.received() == 350'000);
  file.check();
  REQUIRE(file.download.result());
  CHECK(*file.download.result());
  CHECK(file.there == content);
}

TEST_CASE("a download that is cut at every tenth block goes on where it was") {
  attachment_twin server;
  const auto content = noise(5'000'000);
  server.keep(hash_of(content), content);
  receiving file{content};
  int connections = 0;
  while (!file.download.is_whole()) {
    REQUIRE(++connections < 100);
    file.begin(server);
    file.receive(server, 10);
    server.cut();
    file.download.disconnected();
  }
  CHECK(connections == 5);
  file.check();
  CHECK(*file.download.result());
  CHECK(file.there == content);
}

TEST_CASE("what an earlier run left is gone on with, or begun again where it is not what it should be") {
  attachment_twin server;
  const auto content = noise(350'000);
  server.keep(hash_of(content), content);
  receiving left{content};
  left.there.assign(content.begin(), content.begin() + 200'000);
  left.begin(server);
  left.receive(server, 2);
  left.check();
  REQUIRE(left.download.result());
  CHECK(*left.download.result());

  for (const std::size_t size : {200'000, 350'000, 400'000}) {
    CAPTURE(size);
    receiving spoilt{content};
    spoilt.there = noise(size, 7);
    spoilt.begin(server);
    if (!spoilt.download.begins_anew()) {
      spoilt.receive(server);
      spoilt.check();
    }
    CHECK_FALSE(spoilt.download.result());
    REQUIRE(spoilt.download.begins_anew());
    spoilt.begin(server);
    CHECK_FALSE(spoilt.download.begins_anew());
    spoilt.receive(server);
    spoilt.check();
    REQUIRE(spoilt.download.result());
    CHECK(*spoilt.download.result());
    CHECK(spoilt.there == content);
  }
}

TEST_CASE("content that has another hash is a breach of the contract, and asked for no more than once") {
  attachment_twin server;
  const auto content = noise(350'000);
  server.keep(hash_of(content), noise(350'000, 9));
  for (const std::size_t there : {0, 1'000}) {
    receiving file{content};
    file.there.resize(there);
    for (int i = 0; i < 2 && !file.download.result(); ++i) {
      file.begin(server);
      file.receive(server);
      file.check();
    }
    REQUIRE(file.download.result());
    REQUIRE_FALSE(*file.download.result());
    CHECK(file.download.result()->error().kind == fault_kind::broken_contract);
  }
}

TEST_CASE("a download is refused by name, held up by a server that goes, and told to end where it can't be written") {
  attachment_twin server;
  const auto content = noise(350'000);
  receiving missing{content};
  missing.begin(server);
  REQUIRE(missing.download.result());
  CHECK(missing.download.result()->error().code == "not_found");

  server.keep(hash_of(content), content);
  receiving held{content};
  held.begin(server);
  held.receive(server, 1);
  CHECK(held.download.take({.transfer = transfer_id{1}, .error = fault{fault_kind::refused, "", "shutting_down"}}));
  CHECK(held.download.is_postponed());
  CHECK(held.download.take({.transfer = transfer_id{1}, .offset = 1}) == false);
  server.cut();
  held.download.disconnected();
  held.begin(server);
  held.receive(server, 1);
  const auto cancel = held.download.fail({fault_kind::misuse, "the disk is full"});
  REQUIRE(cancel);
  CHECK(server.answer(*cancel));
  CHECK(held.download.result()->error().message == "the disk is full");
}

TEST_CASE("blocks out of order, damaged or too many are a breach of the contract, others are passed over") {
  attachment_twin server;
  const auto content = noise(350'000);
  server.keep(hash_of(content), content);
  const auto block_of = [](std::uint32_t transfer, std::uint64_t offset, std::size_t size) {
    bytes out;
    append_chunk(out, transfer_id{transfer}, offset, noise(size));
    return out;
  };
  receiving calm{content};
  calm.begin(server);
  const auto foreign = block_of(77, 0, 10);
  auto rest = byte_view{foreign};
  CHECK(calm.download.take(take_block(rest).value()).empty());
  CHECK_FALSE(calm.download.result());
  for (const auto& bad : {block_of(2, 1, 10), block_of(2, 0, 350'001)}) {
    attachment_twin fresh;
    fresh.keep(hash_of(content), content);
    static_cast<void>(fresh.answer(calm.download.request(0)));
    receiving file{content};
    file.begin(fresh);
    rest = byte_view{bad};
    CHECK(file.download.take(take_block(rest).value()).empty());
    REQUIRE(file.download.result());
    CHECK(file.download.result()->error().kind == fault_kind::broken_contract);
  }
  for (const auto& answer : {json::object(), json{{"transfer", 1}, {"offset", 5}, {"bytes", 10}},
                             json{{"transfer", 1}, {"offset", 0}, {"bytes", "x"}}}) {
    receiving file{content};
    static_cast<void>(file.download.request(0));
    file.download.answered(answer);
    REQUIRE(file.download.result());
    CHECK(file.download.result()->error().kind == fault_kind::broken_contract);
  }
}

} // namespace atelier::client
