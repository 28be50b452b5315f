#include "client/attachment_download.hpp"
#include "client/attachment_upload.hpp"
#include "client/connection.hpp"
#include "client/content_hash.hpp"
#include "protocol/blocks.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <sys/resource.h>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

/// Of a new server, `lobby`.
constexpr session_id lobby{1};
/// Far beyond what any test waits for.
constexpr auto never = 60s;
constexpr std::size_t large = 8'000'000;
constexpr int pieces_of_large = (large + 65'535) / 65'536;

bytes noise(std::size_t size, unsigned seed) {
  std::mt19937 random{seed};
  bytes out(size);
  std::ranges::generate(out, [&] { return static_cast<std::byte>(random()); });
  return out;
}

std::string hash_of(byte_view content) {
  client::content_hash hash;
  hash.add(content);
  return hash.hex();
}

client::connection connected(const std::string& url) {
  std::optional<client::connection> out;
  REQUIRE(eventually([&] {
    auto made = client::connect(url);
    if (made)
      out.emplace(std::move(*made));
    return made.has_value();
  }));
  return std::move(*out);
}

/// A file on its way to a server; each `go_on` is one connection.
class parcel {
public:
  parcel(bytes content, const std::string& key)
      : content_{std::move(content)},
        upload_{{"parcel.bin", content_.size(), hash_of(content_)}, "look at " + key, key} {}

  /// Announces it and sends at most so many pieces; then the connection breaks off, whatever was on its way.
  void go_on(const std::string& url, int pieces_max) {
    auto made = connected(url);
    upload_.disconnected();
    upload_.answered(made.commands.send(upload_.announce(lobby)).get());
    resumed_ += upload_.confirmed() > 0;
    for (int sent = 0; !upload_.result();) {
      for (auto piece = upload_.next(); piece; piece = upload_.next()) {
        if (sent == pieces_max)
          return made.commands.close();
        bytes block;
        append_chunk(block, piece->transfer, piece->offset, byte_view{content_}.subspan(piece->offset, piece->bytes));
        REQUIRE(made.commands.post_blocks(std::move(block)));
        ++sent;
        ++pieces_;
      }
      const auto came = made.messages.recv(never);
      REQUIRE(came);
      if (came->value && came->value->at("type") == "transfer")
        upload_.take(client::to_transfer_news(*came->value).value());
    }
  }
  /// The message that was said with it.
  [[nodiscard]] json message() const {
    REQUIRE(upload_.result());
    REQUIRE_MESSAGE(*upload_.result(), upload_.result()->error().message);
    return **upload_.result();
  }
  [[nodiscard]] const client::attachment_upload& upload() const noexcept {
    return upload_;
  }
  [[nodiscard]] const bytes& content() const noexcept {
    return content_;
  }
  [[nodiscard]] int pieces() const noexcept {
    return pieces_;
  }
  /// Connections that did not begin at its beginning.
  [[nodiscard]] int resumed() const noexcept {
    return resumed_;
  }

private:
  bytes content_;
  client::attachment_upload upload_;
  int pieces_ = 0;
  int resumed_ = 0;
};

/// Fetches content over connections that each break off after so many blocks.
bytes fetched(const server_process& server, const std::string& hash, int blocks_max) {
  bytes there;
  client::attachment_download download{hash};
  for (std::size_t connection = 0; !download.is_whole(); ++connection) {
    REQUIRE(connection < 1'000);
    auto made = connected(server.url(connection));
    download.disconnected();
    const auto answer = made.commands.send(download.request(there.size())).get();
    REQUIRE_MESSAGE(answer, answer.error().message);
    download.answered(answer);
    for (int came = 0; came < blocks_max && !download.is_whole();) {
      const auto message = made.messages.recv(never);
      REQUIRE(message);
      if (message->kind != frame_kind::blocks)
        continue;
      for (auto rest = byte_view{message->body}; !rest.empty(); ++came)
        append(there, download.take(take_block(rest).value()));
    }
    made.commands.close();
  }
  download.checked(hash_of(there) == hash);
  CHECK(download.result().value());
  return there;
}

/// All messages of the lobby as they came.
std::vector<json> chat_of(const server_process& server) {
  auto made = connected(server.unix_url());
  REQUIRE(made.commands.post({{"type", "subscribe"}, {"mux_id", 1}, {"chat", lobby.value}}));
  std::vector<json> out;
  for (;;) {
    auto came = made.messages.recv(never);
    REQUIRE(came);
    if (came->value && came->value->at("type") == "sync")
      return out;
    if (came->value && came->value->at("type") == "message")
      out.push_back(*came->value);
  }
}

void check_said(const json& message, const parcel& what) {
  CHECK(message.at("kind") == "file");
  const auto& attachment = message.at("attachment");
  CHECK(attachment.at("hash") == hash_of(what.content()));
  CHECK(attachment.at("bytes") == what.content().size());
  CHECK(attachment.at("name") == "parcel.bin");
}

} // namespace

TEST_CASE("an upload that is cut at every tenth piece goes on on any transport, arrives whole and is said once") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--log-level", "off"}};
  for (std::size_t transport = 0; transport < 3; ++transport) {
    CAPTURE(transport);
    parcel what{noise(large, static_cast<unsigned>(transport) + 1), "key " + std::to_string(transport)};
    int connections = 0;
    for (; !what.upload().result(); ++connections) {
      REQUIRE(connections < 1'000);
      what.go_on(server.url(transport), 10);
    }
    CHECK(connections > pieces_of_large / 10);
    CHECK(what.resumed() > 1);
    check_said(what.message(), what);
    CHECK(fetched(server, hash_of(what.content()), 10) == what.content());
  }
  CHECK(chat_of(server).size() == 3);
}

TEST_CASE("an upload goes on over servers that are killed in its midst, and is said once") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--log-level", "off"}};
  parcel what{noise(large, 7), "key"};
  const auto kills = static_cast<int>(from_environment("ATELIER_KILL_ROUNDS", 4));
  for (int i = 0; i < kills && !what.upload().result(); ++i) {
    what.go_on(server.url(static_cast<std::size_t>(i)), pieces_of_large / (kills + 1));
    server.kill();
    server.start();
  }
  CHECK_FALSE(what.upload().result());
  what.go_on(server.unix_url(), pieces_of_large);
  CHECK(what.resumed() > 0);
  check_said(what.message(), what);
  server.kill();
  server.start();
  CHECK(fetched(server, hash_of(what.content()), 10) == what.content());
  // The news of its end may have been lost: asked again, it is not said again.
  parcel again{what.content(), "key"};
  again.go_on(server.unix_url(), 0);
  CHECK(again.message() == what.message());
  CHECK(chat_of(server).size() == 1);
}

TEST_CASE("content that the server has is said again without a piece") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--log-level", "off"}};
  parcel first{noise(large, 7), "first"};
  first.go_on(server.unix_url(), pieces_of_large);
  parcel second{first.content(), "second"};
  second.go_on(server.unix_url(), 0);
  check_said(second.message(), second);
  CHECK(second.pieces() == 0);
  CHECK(chat_of(server).size() == 2);
}

TEST_CASE("content that is not what its hash says, or of which too much comes, is refused and not said") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--log-level", "off"}};
  const auto content = noise(200'000, 7);
  for (const bool is_too_much : {true, false}) {
    CAPTURE(is_too_much);
    auto made = connected(server.unix_url());
    command attach;
    attach.session = lobby;
    attach.action = "attach";
    attach.args = {{"name", "x"}, {"bytes", 200'000}, {"sha256", hash_of(noise(10, is_too_much ? 1 : 2))}};
    const auto begun = made.commands.send(attach).get();
    REQUIRE(begun);
    bytes block;
    append_chunk(block, transfer_id{begun->at("transfer").get<std::uint32_t>()}, 0, content);
    if (is_too_much) {
      append_chunk(block, transfer_id{begun->at("transfer").get<std::uint32_t>()}, 200'000,
                   byte_view{content}.first(1));
    }
    REQUIRE(made.commands.post_blocks(std::move(block)));
    json news;
    while (!news.contains("error")) {
      auto came = made.messages.recv(never);
      REQUIRE(came);
      if (came->value && came->value->at("type") == "transfer")
        news = *came->value;
    }
    CHECK((news.at("error").at("code") == "bad_data" || news.at("error").at("code") == "not_found"));
    CHECK_FALSE(news.contains("message"));
  }
  CHECK(chat_of(server).empty());
}

TEST_CASE("a disk that takes no more refuses the upload, costs nobody else anything, and takes it later") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--log-level", "off"}};
  rlimit before{};
  REQUIRE(::prlimit(server.id(), RLIMIT_FSIZE, nullptr, &before) == 0);
  const rlimit full{4'000'000, before.rlim_max};
  REQUIRE(::prlimit(server.id(), RLIMIT_FSIZE, &full, nullptr) == 0);
  parcel what{noise(large, 7), "key"};
  what.go_on(server.unix_url(), pieces_of_large);
  REQUIRE(what.upload().result());
  REQUIRE_FALSE(*what.upload().result());
  CHECK(what.upload().result()->error().code == "storage_failure");
  parcel small{noise(100'000, 8), "small"};
  small.go_on(server.unix_url(), pieces_of_large);
  check_said(small.message(), small);
  REQUIRE(::prlimit(server.id(), RLIMIT_FSIZE, &before, nullptr) == 0);
  parcel later{what.content(), "later"};
  later.go_on(server.unix_url(), pieces_of_large);
  check_said(later.message(), later);
  CHECK(fetched(server, hash_of(what.content()), 1'000) == what.content());
  CHECK(server.stop() == 0);
}
