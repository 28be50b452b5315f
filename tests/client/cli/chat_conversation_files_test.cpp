#include "client/cli/exit_codes.hpp"
#include "protocol/blocks.hpp"
#include "tests/client/chat_samples.hpp"
#include "tests/client/cli/chat_talk.hpp"

#include <doctest/doctest.h>

namespace atelier::cli::chat {

using client::fault;
using client::fault_kind;
using client::samples::chat_item_json;
using namespace std::chrono_literals;

namespace {

using strings = std::vector<std::string>;
const std::string hash(64, 'a');
const std::string other_hash(64, 'b');

json with_file(std::uint64_t seqno, const std::string& of = hash, const std::string& kind = "file",
               std::uint64_t bytes = 7) {
  auto out = chat_item_json(seqno, "");
  out["kind"] = kind;
  out["attachment"] = {{"hash", of}, {"name", "cat.bin"}, {"bytes", bytes}, {"media_type", "application/octet-stream"}};
  return out;
}

upload_ready ready(std::uint64_t bytes, const std::string& of = hash) {
  return {{"cat.bin", bytes, of}};
}

json news(std::uint64_t offset) {
  return {{"type", "transfer"}, {"transfer", 5}, {"offset", offset}};
}

/// The only effect on files since it was last asked, which must be of that kind.
template <class Effect>
Effect only(chat_talk& talk) {
  const auto wanted = talk.take_file_effects();
  REQUIRE(wanted.size() == 1);
  REQUIRE(std::holds_alternative<Effect>(wanted[0]));
  return std::get<Effect>(wanted[0]);
}

std::vector<std::uint64_t> offsets_of_pieces(chat_talk& talk) {
  std::vector<std::uint64_t> out;
  for (const auto& each : talk.take_file_effects()) {
    REQUIRE(std::holds_alternative<send_piece>(each));
    out.push_back(std::get<send_piece>(each).what.offset);
  }
  return out;
}

bytes chunk(std::uint64_t offset, std::size_t size) {
  bytes out;
  append_chunk(out, transfer_id{6}, offset, bytes(size));
  return out;
}

json fetch_answer(std::uint64_t offset, std::uint64_t bytes) {
  return {{"transfer", 6}, {"offset", offset}, {"bytes", bytes}, {"media_type", "application/octet-stream"}};
}

std::vector<json> actions(chat_talk& talk) {
  std::vector<json> out;
  for (auto& each : talk.take_sent())
    if (each.contains("action"))
      out.push_back(std::move(each));
  return out;
}

} // namespace

TEST_CASE("a file is opened, announced under a key, sent in pieces and said") {
  chat_talk talk;
  talk.join();
  static_cast<void>(talk.take_sent());
  talk.type(".image my cat.png");
  const auto opened = only<open_upload>(talk);
  CHECK(opened.path == "my cat.png");
  CHECK(opened.image);
  CHECK(talk.take_sent().empty());
  talk.tell(ready(100'000));
  const auto asked = talk.take_sent().at(0);
  CHECK(asked.at("action") == "attach");
  CHECK(asked.at("session") == 3);
  CHECK(asked.at("key") == "run-file-1");
  CHECK(asked.at("args") == json{{"name", "cat.bin"}, {"bytes", 100'000}, {"sha256", hash}});
  talk.answer("attach", {{"transfer", 5}, {"offset", 0}});
  CHECK(offsets_of_pieces(talk) == std::vector<std::uint64_t>{0, 65'536});
  talk.deliver(news(65'536));
  auto last = news(100'000);
  last["message"] = with_file(4);
  talk.deliver(last);
  only<close_upload>(talk);
  CHECK(talk.take_complaints().empty());
  CHECK(talk.take_remarks().empty());
  // What one has sent oneself is shown, and not fetched.
  talk.deliver(with_file(4));
  CHECK(talk.take_shown() == strings{"14:04 ada: [file cat.bin, 7 bytes, id 4]"});
  CHECK(talk.take_file_effects().empty());
}

TEST_CASE("what is large is told of at each quarter") {
  chat_talk talk;
  talk.join();
  talk.type(".file cat.bin");
  talk.tell(ready(4'000'000));
  talk.answer("attach", {{"transfer", 5}, {"offset", 0}});
  for (std::uint64_t written = 0; written < 4'000'000; written += 65'536)
    talk.deliver(news(std::min<std::uint64_t>(written + 65'536, 4'000'000)));
  CHECK(
      talk.take_remarks()
      == strings{"sending cat.bin, 4,000,000 bytes", "cat.bin: 25 % sent", "cat.bin: 50 % sent", "cat.bin: 75 % sent"});
}

TEST_CASE("an upload that a lost server holds up goes on where the next one says, under the same key") {
  chat_talk talk;
  talk.join();
  talk.type(".file cat.bin");
  talk.tell(ready(200'000));
  talk.answer("attach", {{"transfer", 5}, {"offset", 0}});
  talk.deliver(news(65'536));
  static_cast<void>(talk.take_file_effects());
  talk.lose();
  talk.pass(1s);
  talk.open();
  static_cast<void>(talk.take_sent());
  CHECK(talk.take_file_effects().empty());
  talk.sync();
  const auto again = actions(talk);
  REQUIRE(again.size() == 1);
  CHECK(again[0].at("action") == "attach");
  CHECK(again[0].at("key") == "run-file-1");
  talk.answer("attach", {{"transfer", 5}, {"offset", 131'072}});
  CHECK(offsets_of_pieces(talk) == std::vector<std::uint64_t>{131'072, 196'608});
}

TEST_CASE("files go one after another, and are not announced before a sign-in that was asked for before them") {
  chat_talk talk;
  talk.join();
  talk.type(".sign-in ada");
  talk.give_passphrase("");
  static_cast<void>(talk.take_sent());
  talk.type(".file one");
  talk.type(".file two");
  CHECK(only<open_upload>(talk).path == "one");
  talk.tell(ready(10));
  CHECK(talk.take_sent().empty());
  talk.answer("sign_in", {{"player", {{"id", 7}, {"handle", "ada"}}}, {"identity", "claimed"}, {"token", "t"}});
  CHECK(talk.take_sent().at(0).at("action") == "attach");
  talk.answer("attach", {{"message", with_file(4)}});
  const auto wanted = talk.take_file_effects();
  REQUIRE(wanted.size() == 2);
  CHECK(std::get<open_upload>(wanted[1]).path == "two");
  talk.tell(ready(20, other_hash));
  CHECK(talk.take_sent().at(0).at("key") == "run-file-2");
}

TEST_CASE("what cannot be sent is told by name, and the next one goes on") {
  chat_talk talk;
  talk.join();
  static_cast<void>(talk.take_sent());
  for (const auto* each : {"missing", "refused", "shrunk", "last"})
    talk.type(std::string{".file "} + each);
  talk.tell(upload_failed{{fault_kind::misuse, "cannot read \"missing\": No such file"}});
  CHECK(talk.take_complaints() == strings{"not sent: cannot read \"missing\": No such file"});
  talk.tell(ready(10));
  talk.refuse("attach", "bad_data");
  CHECK(talk.take_complaints() == strings{"not sent: refused: bad_data: words"});
  static_cast<void>(talk.take_sent());
  talk.tell(ready(100'000));
  talk.answer("attach", {{"transfer", 5}, {"offset", 0}});
  talk.tell(upload_failed{{fault_kind::misuse, "cannot send \"shrunk\": it has become shorter"}});
  CHECK(talk.take_complaints() == strings{"not sent: cannot send \"shrunk\": it has become shorter"});
  const auto sent = actions(talk);
  REQUIRE(sent.size() == 2);
  CHECK(sent[1].at("action") == "cancel_transfer");
  CHECK(sent[1].at("args") == json{{"transfer", 5}});
  // Its own news come late, and its answer says nothing.
  talk.deliver(news(65'536));
  talk.answer("cancel_transfer", {{"transfer", 5}});
  talk.tell(ready(10));
  talk.answer("attach", {{"transfer", 7}, {"offset", 0}});
  talk.deliver(
      {{"type", "transfer"}, {"transfer", 7}, {"error", {{"code", "storage_failure"}, {"message", "full\x1b"}}}});
  CHECK(talk.take_complaints() == strings{"not sent: last: storage_failure: full\xEF\xBF\xBD"});
  CHECK_FALSE(talk.left());
}

TEST_CASE("when the token has ended, a file of somebody is not sent by nobody") {
  chat_talk talk;
  talk.join();
  talk.type(".sign-in ada");
  talk.give_passphrase("");
  talk.answer("sign_in", {{"player", {{"id", 7}, {"handle", "ada"}}}, {"identity", "claimed"}, {"token", "t"}});
  talk.lose();
  talk.type(".file cat.bin");
  talk.tell(ready(10));
  talk.pass(1s);
  talk.open();
  talk.refuse("sign_in", "unauthorized");
  CHECK(talk.take_complaints().back() == "not sent: cat.bin");
  static_cast<void>(talk.take_sent());
  talk.sync();
  CHECK(actions(talk).empty());
}

TEST_CASE("leaving waits until files are sent and fetched, and begins no more") {
  chat_talk talk;
  talk.join();
  talk.type(".file cat.bin");
  talk.tell(ready(10));
  talk.deliver(with_file(2, other_hash));
  talk.type(".quit");
  CHECK_FALSE(talk.left());
  talk.deliver(with_file(3, std::string(64, 'c')));
  talk.answer("attach", {{"message", with_file(4)}});
  talk.deliver(with_file(4));
  CHECK_FALSE(talk.left());
  talk.tell(download_ready{0});
  talk.answer("fetch_attachment", fetch_answer(0, 7));
  talk.deliver_blocks(chunk(0, 7));
  talk.tell(download_kept{true, "./files/cat.bin"});
  REQUIRE(talk.left());
  CHECK(talk.left()->code == exit_done);

  chat_talk away;
  away.join();
  away.lose();
  away.type(".file cat.bin");
  away.end_input();
  REQUIRE(away.left());
  CHECK(away.left()->code == exit_no_connection);
  CHECK(away.core().take_unsent() == strings{"cat.bin"});
}

TEST_CASE("what others send is fetched, kept and told of, the past is not") {
  for (const bool interactive : {true, false}) {
    chat_talk talk{interactive, true};
    talk.open();
    talk.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "lobby"}}}}});
    talk.deliver(with_file(1));
    talk.sync();
    CHECK(talk.take_file_effects().empty());
    static_cast<void>(talk.take_sent());
    talk.deliver(with_file(2, hash, "image"));
    const auto opened = only<open_download>(talk);
    CHECK(opened.folder == "images");
    CHECK(opened.hash == hash);
    talk.tell(download_ready{0});
    CHECK(talk.take_sent().at(0).at("args") == json{{"hash", hash}});
    talk.answer("fetch_attachment", fetch_answer(0, 7));
    talk.deliver_blocks(chunk(0, 4));
    CHECK(only<write_download>(talk).piece.size() == 4);
    talk.deliver_blocks(chunk(4, 3));
    const auto wanted = talk.take_file_effects();
    REQUIRE(wanted.size() == 2);
    CHECK(std::get<keep_download>(wanted[1]).name == "cat.bin");
    talk.tell(download_kept{true, "./images/cat (2).bin"});
    CHECK(talk.take_remarks() == strings{"cat.bin of message 2 lies in ./images/cat (2).bin"});
    only<close_download>(talk);
  }
}

TEST_CASE("what came while the server was away is fetched, and a download goes on where it was") {
  chat_talk talk;
  talk.join();
  talk.deliver(with_file(1));
  talk.tell(download_ready{100});
  CHECK(actions(talk).back().at("args") == json{{"hash", hash}, {"offset", 100}});
  talk.answer("fetch_attachment", fetch_answer(100, 1'000));
  talk.deliver_blocks(chunk(100, 300));
  static_cast<void>(talk.take_file_effects());
  talk.lose();
  talk.pass(1s);
  talk.open();
  talk.deliver(with_file(2, other_hash));
  talk.sync();
  CHECK(actions(talk).back().at("args") == json{{"hash", hash}, {"offset", 400}});
  talk.answer("fetch_attachment", fetch_answer(400, 1'000));
  talk.deliver_blocks(chunk(400, 600));
  talk.tell(download_kept{true, "./files/cat.bin"});
  const auto wanted = talk.take_file_effects();
  CHECK(std::get<open_download>(wanted.back()).hash == other_hash);
}

TEST_CASE("a message of the past is fetched by its id") {
  chat_talk talk;
  talk.open();
  talk.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "lobby"}}}}});
  talk.deliver(with_file(1));
  talk.deliver(chat_item_json(2, "plain"));
  talk.sync();
  talk.type(".get 2");
  CHECK(talk.take_complaints() == strings{"message 2 has no file"});
  talk.type(".get 3");
  CHECK(talk.take_complaints().at(0).starts_with("message 3 is not among"));
  talk.type(".get 1");
  CHECK(only<open_download>(talk).folder == "files");
}

TEST_CASE("a hash that does not fit is fetched once more where something lay there before, and then given up") {
  chat_talk talk;
  talk.join();
  talk.deliver(with_file(1));
  talk.tell(download_ready{3});
  talk.answer("fetch_attachment", fetch_answer(3, 7));
  talk.deliver_blocks(chunk(3, 4));
  static_cast<void>(talk.take_file_effects());
  talk.tell(download_kept{false});
  only<clear_download>(talk);
  static_cast<void>(talk.take_sent());
  talk.tell(download_ready{0});
  CHECK(talk.take_sent().at(0).at("args") == json{{"hash", hash}});
  talk.answer("fetch_attachment", fetch_answer(0, 7));
  talk.deliver_blocks(chunk(0, 7));
  static_cast<void>(talk.take_file_effects());
  talk.tell(download_kept{false});
  const auto told = talk.take_complaints();
  REQUIRE(told.size() == 1);
  CHECK(told[0].starts_with("cat.bin of message 1 is not fetched: what the server sent as " + hash));
  only<close_download>(talk);
}

TEST_CASE("what cannot be fetched or written is told by name, and the next one goes on") {
  chat_talk talk;
  talk.join();
  talk.deliver(with_file(1));
  talk.deliver(with_file(2, other_hash));
  talk.tell(download_ready{0});
  talk.refuse("fetch_attachment", "not_found");
  CHECK(talk.take_complaints() == strings{"cat.bin of message 1 is not fetched: not_found: words"});
  talk.tell(download_ready{0});
  talk.answer("fetch_attachment", fetch_answer(0, 7));
  static_cast<void>(talk.take_sent());
  talk.tell(download_failed{{fault_kind::misuse, "cannot write \"files/.b.part\": No space left on device"}});
  CHECK(talk.take_complaints().at(0).find("No space left") != std::string::npos);
  CHECK(talk.take_sent().at(0).at("action") == "cancel_transfer");
}

TEST_CASE("neither many files nor a huge one of others are fetched unasked") {
  chat_talk talk;
  talk.join();
  talk.deliver(with_file(1, hash, "file", 100'000'001));
  CHECK(talk.take_file_effects().empty());
  CHECK(talk.take_complaints()
        == strings{"cat.bin of message 1 is not fetched, since it has 100,000,001 bytes; .get 1 fetches it"});
  for (std::uint64_t i = 2; i <= 101; ++i)
    talk.deliver(with_file(i));
  CHECK(talk.take_complaints().empty());
  talk.deliver(with_file(102));
  CHECK(talk.take_complaints().size() == 1);
}

TEST_CASE("a server that breaks the contract of files ends it") {
  chat_talk damaged;
  damaged.join();
  damaged.deliver_blocks(bytes(5));
  REQUIRE(damaged.left());
  CHECK(damaged.left()->code == exit_no_connection);
  chat_talk nonsense;
  nonsense.join();
  nonsense.deliver({{"type", "transfer"}, {"transfer", "x"}});
  REQUIRE(nonsense.left());
}

} // namespace atelier::cli::chat
