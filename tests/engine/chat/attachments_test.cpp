#include "tests/engine/chat/desk.hpp"

#include "protocol/blocks.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace atelier;
using namespace atelier::test;

namespace {

const std::string hash(64, 'a');

json wanted(unsigned bytes) {
  return {{"name", "../tree.png"}, {"bytes", bytes}, {"sha256", hash}, {"text", "look"}};
}

shared_bytes so_many(std::size_t count) {
  return std::make_shared<const bytes>(count, std::byte{7});
}

attachment_note photo(std::uint64_t size) {
  return {hash, "", size, "image/png", 30, 20};
}

/// The last that a connection heard of a transfer.
json last_news(const desk& d, connection_id who) {
  const auto all = d.heard<deliver>(who);
  for (auto each = all.rbegin(); each != all.rend(); ++each)
    if (const auto said = json::parse(*each->text); said.at("type") == "transfer")
      return said;
  return {};
}

std::string error_of(const json& said) {
  return said.contains("error") ? said.at("error").at("code").get<std::string>() : "";
}

/// Begins an upload of so many bytes whose store has `offset` of them.
transfer_id begin(desk& d, unsigned bytes, std::uint64_t offset = 0, std::optional<std::string> key = {}) {
  d.ask(ada, "attach", wanted(bytes), lobby, std::move(key));
  const auto begun = d.next<begin_attachment>();
  REQUIRE(begun);
  d.give(attachment_begun{begun->transfer, offset});
  d.commit();
  return begun->transfer;
}

} // namespace

TEST_CASE("an attachment's pieces are written in order, confirmed, and become one message") {
  desk d;
  d.subscribe(bob, lobby);
  const auto id = begin(d, 10);
  CHECK(d.response(ada).at("result") == json{{"transfer", id.value}, {"offset", 0U}});
  d.give(chunk_received{ada, id, 0, so_many(6)});
  d.give(chunk_received{ada, id, 6, so_many(4)});
  const auto first = d.next<write_chunk>();
  const auto second = d.next<write_chunk>();
  REQUIRE(second);
  CHECK(first->offset == 0);
  CHECK(second->offset == 6);
  CHECK(d.heard<chunk_taken>(ada).empty());
  d.give(chunk_written{id, {}});
  CHECK(d.heard<chunk_taken>(ada).size() == 1);
  CHECK(last_news(d, ada).at("offset") == 6U);
  CHECK_FALSE(d.next<finish_attachment>());
  d.give(chunk_written{id, {}});
  REQUIRE(d.next<finish_attachment>());
  // The last one only when it is said, so that the connection may not end before.
  CHECK(d.heard<chunk_taken>(ada).size() == 1);
  d.give(attachment_stored{id, photo(10)});
  CHECK_FALSE(last_news(d, ada).contains("message"));
  d.commit();
  CHECK(d.heard<chunk_taken>(ada).size() == 2);
  const auto message = last_news(d, ada).at("message");
  CHECK(message.at("kind") == "image");
  CHECK(message.at("text") == "look");
  CHECK(message.at("attachment").at("name") == "tree.png");
  CHECK(message.at("attachment").at("width") == 30U);
  REQUIRE(d.heard<text_items>(bob).size() == 2);
  CHECK(d.heard<text_items>(bob).back().items.size() == 1);
}

TEST_CASE("an attachment that the store has needs no piece, and one that it has in part goes on there") {
  desk d;
  const auto known = begin(d, 10, 10);
  CHECK(d.next<finish_attachment>());
  CHECK(d.response(ada).at("result").at("offset") == 10U);
  d.give(attachment_stored{known, attachment_note{hash, "", 10, "application/octet-stream", 0, 0}});
  d.commit();
  CHECK(last_news(d, ada).at("message").at("kind") == "file");
  const auto half = begin(d, 10, 5);
  d.give(chunk_received{ada, half, 0, so_many(5)});
  CHECK(error_of(last_news(d, ada)) == "bad_data");
  CHECK(d.heard<chunk_taken>(ada).size() == 1);
  REQUIRE(d.next<leave_attachment>());
}

TEST_CASE("a chunk out of order, too long, of nobody's or of somebody else's transfer is refused") {
  desk d;
  const auto id = begin(d, 10);
  d.give(chunk_received{bob, id, 0, so_many(5)});
  CHECK(error_of(last_news(d, bob)) == "not_found");
  CHECK(d.heard<chunk_taken>(bob).size() == 1);
  d.give(chunk_received{ada, id, 0, so_many(11)});
  CHECK(error_of(last_news(d, ada)) == "bad_data");
  d.give(chunk_received{ada, id, 0, so_many(5)});
  CHECK(error_of(last_news(d, ada)) == "not_found");
  CHECK_FALSE(d.next<write_chunk>());
}

TEST_CASE("a piece that can't be written ends its transfer, and every piece is taken") {
  desk d;
  const auto id = begin(d, 10);
  d.give(chunk_received{ada, id, 0, so_many(5)});
  d.give(chunk_received{ada, id, 5, so_many(5)});
  d.give(chunk_written{id, failure(errc::storage_failure, "the disk is full")});
  CHECK(error_of(last_news(d, ada)) == "storage_failure");
  CHECK(d.next<leave_attachment>());
  d.give(chunk_written{id, failure(errc::storage_failure, "there is no such transfer")});
  CHECK(d.heard<chunk_taken>(ada).size() == 2);
  CHECK_FALSE(d.next<finish_attachment>());
}

TEST_CASE("the same key gets the message again, also when two connections send it at once") {
  desk d;
  const auto first = begin(d, 10, 10, "k");
  const auto second = begin(d, 10, 10, "k");
  d.give(attachment_stored{first, photo(10)});
  d.commit();
  const auto message = last_news(d, ada).at("message");
  d.give(attachment_stored{second, photo(10)});
  d.commit();
  CHECK(last_news(d, ada).at("transfer") == second.value);
  CHECK(last_news(d, ada).at("message") == message);
  d.ask(ada, "attach", wanted(10), lobby, "k");
  d.commit();
  CHECK(d.response(ada).at("result").at("message") == message);
}

TEST_CASE("an upload ends with its connection, its session or the server, and nothing is said") {
  desk d;
  SUBCASE("connection") {
    const auto id = begin(d, 10, 10);
    d.give(disconnected{ada});
    const auto left = d.next<leave_attachment>();
    REQUIRE(left);
    CHECK_FALSE(left->throw_away);
    d.give(attachment_stored{id, photo(10)});
  }
  SUBCASE("session") {
    d.ask(ada, "attach", wanted(10), session_id{2});
    const auto id = d.next<begin_attachment>()->transfer;
    d.give(attachment_begun{id, std::uint64_t{10}});
    d.ask(bob, "remove_session", {}, session_id{2});
    d.give(attachment_stored{id, photo(10)});
    CHECK(error_of(last_news(d, ada)) == "not_found");
  }
  SUBCASE("server") {
    const auto id = begin(d, 10, 10);
    d.give(shutdown_requested{"test", false});
    CHECK(error_of(last_news(d, ada)) == "shutting_down");
    d.give(attachment_stored{id, photo(10)});
  }
  d.commit();
  CHECK_FALSE(last_news(d, ada).contains("message"));
}

TEST_CASE("who cancels an upload throws away what was sent, but only one's own") {
  desk d;
  const auto id = begin(d, 10);
  d.ask(bob, "cancel_transfer", {{"transfer", id.value}}, {});
  d.commit();
  CHECK(d.response(bob).at("error").at("code") == "not_found");
  d.ask(ada, "cancel_transfer", {{"transfer", id.value}}, {});
  d.commit();
  CHECK(d.response(ada).at("result").at("transfer") == id.value);
  const auto left = d.next<leave_attachment>();
  REQUIRE(left);
  CHECK(left->throw_away);
}

TEST_CASE("what can't be attached is refused by name") {
  limits bounds;
  bounds.attachment_bytes_max = 100;
  bounds.client_transfers_max = 1;
  desk d{two_sessions(), bounds};
  const auto refused = [&](json args) {
    d.ask(ada, "attach", std::move(args));
    d.commit();
    return d.response(ada).at("error").at("message").get<std::string>();
  };
  CHECK(refused(wanted(101)).find("101") != std::string::npos);
  CHECK(refused(wanted(0)).find("\"bytes\" is 0") != std::string::npos);
  auto bad_hash = wanted(10);
  bad_hash["sha256"] = "xyz";
  CHECK(refused(bad_hash).find("\"xyz\"") != std::string::npos);
  auto long_text = wanted(10);
  long_text["text"] = std::string(limits::message_text_bytes_max + 1, 'x');
  CHECK(refused(long_text).find("16385") != std::string::npos);
  begin(d, 10);
  CHECK(refused(wanted(10)).find("on their way") != std::string::npos);
}

TEST_CASE("an attachment that comes whole is answered once with its message") {
  desk d;
  d.give(attachment_posted{ada, 77, lobby, "a.bin", "", so_many(3)});
  const auto kept = d.next<keep_attachment>();
  REQUIRE(kept);
  d.give(attachment_stored{kept->transfer, attachment_note{hash, "", 3, "application/octet-stream", 0, 0}});
  d.commit();
  CHECK(d.response(ada).at("id") == 77U);
  CHECK(d.response(ada).at("result").at("message").at("attachment").at("name") == "a.bin");
  d.give(attachment_posted{ada, 78, session_id{9}, "a.bin", "", so_many(3)});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "not_found");
}

TEST_CASE("a download goes out part by part, each when the one before is taken") {
  desk d;
  d.ask(ada, "fetch_attachment", {{"hash", hash}, {"offset", 2U}}, {});
  const auto first = d.next<read_attachment>();
  REQUIRE(first);
  CHECK(first->offset == 2);
  d.give(attachment_read{first->request, attachment_piece{so_many(5), 2, 10, "image/png"}});
  d.commit();
  const auto answer = d.response(ada).at("result");
  CHECK(answer.at("bytes") == 10U);
  const transfer_id id{answer.at("transfer").get<std::uint32_t>()};
  REQUIRE(d.heard<transfer_part>(ada).size() == 1);
  CHECK_FALSE(d.heard<transfer_part>(ada).front().last);
  CHECK_FALSE(d.next<read_attachment>());
  d.give(transfer_part_taken{bob, id});
  CHECK_FALSE(d.next<read_attachment>());
  d.give(transfer_part_taken{ada, id});
  const auto second = d.next<read_attachment>();
  REQUIRE(second);
  CHECK(second->offset == 7);
  d.give(attachment_read{second->request, attachment_piece{so_many(3), 7, 10, "image/png"}});
  d.commit();
  const auto last = d.heard<transfer_part>(ada).back();
  CHECK(last.last);
  byte_view rest{*last.block};
  const auto block = take_block(rest);
  REQUIRE(block);
  const auto chunk = read_chunk(block->payload);
  REQUIRE(chunk);
  CHECK(chunk->transfer == id);
  CHECK(chunk->offset == 7);
}

TEST_CASE("a download of nothing that is there is refused, and one over HTTP gets what it asked for") {
  desk d;
  d.ask(ada, "fetch_attachment", {{"hash", hash}}, {});
  d.give(attachment_read{d.next<read_attachment>()->request, failure(errc::not_found, "no such attachment")});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "not_found");
  d.ask(ada, "fetch_attachment", {{"hash", hash}, {"offset", 11U}}, {});
  d.give(attachment_read{d.next<read_attachment>()->request, attachment_piece{so_many(0), 11, 10, "image/png"}});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "bad_data");
  d.give(attachment_requested{bob, 5, hash, true, 0});
  const auto read = d.next<read_attachment>();
  REQUIRE(read);
  CHECK(read->thumbnail);
  d.give(attachment_read{read->request, attachment_piece{so_many(4), 0, 4, "image/png"}});
  REQUIRE(d.heard<attachment_part>(bob).size() == 1);
  CHECK(d.heard<attachment_part>(bob).front().request == 5);
}
