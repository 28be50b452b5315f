#include "protocol/png.hpp"
#include "tests/storage/attachments/attachment_shelf.hpp"
#include "tests/storage/attachments/image_samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

using names = std::vector<std::string>;

template <class T>
void fails_with(const result<T>& done, errc code, const std::string& words) {
  REQUIRE_FALSE(done);
  CHECK(done.error().code == code);
  CAPTURE(done.error().message);
  CHECK(done.error().message.find(words) != std::string::npos);
}

std::string place_of(const std::string& hash) {
  return hash.substr(0, 2) + '/' + hash;
}

} // namespace

TEST_CASE("what comes in pieces is kept under its hash, and its partial is gone") {
  attachment_shelf at;
  const auto content = some_bytes(10'500);
  CHECK(at.begin(1, content) == 0);
  CHECK(at.all_files().empty());
  for (std::size_t offset = 0; offset < content.size(); offset += 1'000)
    REQUIRE(at.write(1, content, offset, std::min<std::size_t>(1'000, content.size() - offset)));
  const auto note = at.store->finish(transfer_id{1}, at.now);
  REQUIRE(note);
  CHECK(*note == attachment_note{sha256_of(content), "", 10'500, "application/octet-stream", 0, 0});
  CHECK(at.all_files() == names{place_of(note->hash)});
  CHECK(at.read(note->hash) == content);
}

TEST_CASE("the hash is the SHA-256 that everybody knows") {
  CHECK(sha256_of(as_byte_view("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("an image is kept with its thumbnail") {
  attachment_shelf at;
  const auto content = png_of(two_halves(600, 300));
  const auto note = at.upload(1, content);
  REQUIRE(note);
  CHECK(*note == attachment_note{sha256_of(content), "", content.size(), "image/png", 600, 300});
  CHECK(at.all_files() == names{place_of(note->hash), place_of(note->hash) + ".png"});
  const auto small = decode_png(*at.read(note->hash, true), 256);
  REQUIRE(small);
  CHECK(small->width == 256);
  CHECK(small->height == 128);
  CHECK(small->at(10, 10) == red);
  CHECK(at.store->read(note->hash, false, 0)->media_type == "image/png");
  CHECK(at.store->read(note->hash, true, 0)->media_type == "image/png");
  CHECK(at.upload(2, content) == note);
  at.open();
  CHECK(at.upload(3, content) == note);
}

TEST_CASE("an image's media type is told with every part of it") {
  attachment_shelf at;
  const auto content = jpeg_of(two_halves(2000, 1000));
  const auto note = at.store->keep(content);
  REQUIRE(note);
  CHECK(note->media_type == "image/jpeg");
  const auto piece = at.store->read(note->hash, false, 5'000);
  REQUIRE(piece);
  CHECK(piece->media_type == "image/jpeg");
  CHECK(piece->bytes_total == content.size());
  CHECK(piece->offset == 5'000);
}

TEST_CASE("what only begins like an image is kept as a file") {
  attachment_shelf at;
  auto content = png_of(two_halves(60, 30));
  content.resize(content.size() / 2);
  const auto note = at.upload(1, content);
  REQUIRE(note);
  CHECK(note->media_type == "application/octet-stream");
  CHECK(note->width == 0);
  fails_with(at.store->read(note->hash, true, 0), errc::not_found, "no image");
  CHECK(at.store->read(note->hash, false, 0)->media_type == "application/octet-stream");
  CHECK(at.upload(2, content) == note);
}

TEST_CASE("an image that claims too much is refused and gone, in pieces or whole") {
  attachment_shelf at;
  const auto content = png_claiming(100'000, 100'000);
  fails_with(at.upload(1, content), errc::bad_data, "100000 × 100000");
  fails_with(at.store->keep(content), errc::bad_data, "100000 × 100000");
  CHECK(at.all_files().empty());
}

TEST_CASE("what is kept already need not come again") {
  attachment_shelf at;
  const auto content = some_bytes(5'000);
  const auto note = at.upload(1, content);
  REQUIRE(note);
  CHECK(at.begin(2, content) == 5'000);
  CHECK(at.partials().empty());
  CHECK(at.store->finish(transfer_id{2}, at.now) == note);
  CHECK(at.store->keep(content) == note);
  CHECK(at.begin(3, content) == 5'000);
  at.store->leave(transfer_id{3}, true, at.now);
  CHECK(at.read(note->hash) == content);
}

TEST_CASE("a transfer goes on where the last one ended, wherever that was") {
  const auto content = some_bytes(100'000);
  constexpr std::size_t chunk = 1'000;
  for (std::size_t chunks = 0; chunks <= 100; chunks += 10)
    for (const auto restarted : {false, true}) {
      CAPTURE(chunks);
      CAPTURE(restarted);
      attachment_shelf at;
      REQUIRE(at.begin(1, content) == 0);
      for (std::size_t i = 0; i < chunks; ++i)
        REQUIRE(at.write(1, content, i * chunk, chunk));
      if (restarted)
        at.open();
      else
        at.store->leave(transfer_id{1}, false, at.now);
      CHECK(at.begin(2, content) == chunks * chunk);
      for (auto i = chunks; i < 100; ++i)
        REQUIRE(at.write(2, content, i * chunk, chunk));
      const auto note = at.store->finish(transfer_id{2}, at.now);
      REQUIRE(note);
      CHECK(at.read(note->hash) == content);
      CHECK(at.partials().empty());
    }
}

TEST_CASE("a transfer that is thrown away leaves nothing") {
  attachment_shelf at;
  const auto content = some_bytes(5'000);
  REQUIRE(at.begin(1, content));
  REQUIRE(at.write(1, content, 0, 3'000));
  at.store->leave(transfer_id{1}, true, at.now);
  CHECK(at.all_files().empty());
  CHECK(at.begin(2, content) == 0);
}

TEST_CASE("another content than was announced is refused and gone") {
  attachment_shelf at;
  const auto content = some_bytes(5'000);
  auto other = content;
  other[4'321] ^= std::byte{1};
  REQUIRE(at.begin(1, content));
  REQUIRE(at.write(1, other, 0, 5'000));
  const auto done = at.store->finish(transfer_id{1}, at.now);
  fails_with(done, errc::bad_data, sha256_of(other));
  fails_with(done, errc::bad_data, sha256_of(content));
  CHECK(at.all_files().empty());
  CHECK(at.begin(2, content) == 0);
}

TEST_CASE("a leftover that was damaged on disk is found out, and the try after that is whole") {
  attachment_shelf at;
  const auto content = some_bytes(5'000);
  REQUIRE(at.begin(1, content));
  REQUIRE(at.write(1, content, 0, 3'000));
  at.store->leave(transfer_id{1}, false, at.now);
  at.files->put("/data/attachments/partial/" + at.partials().at(0), bytes(3'000));
  fails_with(at.upload(2, content), errc::bad_data, "SHA-256");
  CHECK(at.upload(3, content));
}

TEST_CASE("a chunk out of order or past the end ends the transfer, and what is right of it stays") {
  attachment_shelf at;
  const auto content = some_bytes(5'000);
  REQUIRE(at.begin(1, content) == 0);
  REQUIRE(at.write(1, content, 0, 2'000));
  fails_with(at.write(1, content, 3'000, 1'000), errc::bad_data, "is for offset 3000; the next one must be for 2000");
  fails_with(at.write(1, content, 2'000, 1'000), errc::not_found, "transfer 1");
  REQUIRE(at.begin(2, content) == 2'000);
  fails_with(at.write(2, content, 0, 1'000), errc::bad_data, "is for offset 0; the next one must be for 2000");
  REQUIRE(at.begin(3, content) == 2'000);
  fails_with(at.store->write(transfer_id{3}, 2'000, some_bytes(3'001), at.now), errc::bad_data,
             "goes as far as 5001; the attachment was announced with 5000");
  REQUIRE(at.begin(4, content) == 2'000);
  fails_with(at.store->finish(transfer_id{4}, at.now), errc::bad_data, "2000 bytes of the 5000");
  CHECK(at.begin(5, content) == 2'000);
}

TEST_CASE("a transfer that is unknown is said to be") {
  attachment_shelf at;
  const auto content = some_bytes(10);
  fails_with(at.write(9, content, 0, 10), errc::not_found, "there is no transfer 9");
  fails_with(at.store->finish(transfer_id{9}, at.now), errc::not_found, "there is no transfer 9");
  at.store->leave(transfer_id{9}, true, at.now);
  REQUIRE(at.begin(9, content));
  fails_with(at.begin(9, content), errc::internal_error, "transfer 9");
}

TEST_CASE("two transfers of one content at once do not disturb each other") {
  attachment_shelf at;
  const auto content = some_bytes(6'000);
  auto wrong = content;
  wrong[10] ^= std::byte{1};
  REQUIRE(at.begin(1, content) == 0);
  REQUIRE(at.begin(2, content) == 0);
  REQUIRE(at.begin(3, content) == 0);
  for (std::size_t offset = 0; offset < 6'000; offset += 1'000) {
    REQUIRE(at.write(1, content, offset, 1'000));
    REQUIRE(at.write(2, wrong, offset, 1'000));
    REQUIRE(at.write(3, content, offset, 1'000));
  }
  CHECK(at.partials().size() == 3);
  fails_with(at.store->finish(transfer_id{2}, at.now), errc::bad_data, "SHA-256");
  const auto note = at.store->finish(transfer_id{1}, at.now);
  REQUIRE(note);
  CHECK(at.store->finish(transfer_id{3}, at.now) == note);
  CHECK(at.read(note->hash) == content);
  CHECK(at.partials().empty());
}

TEST_CASE("of two leftovers the longer one is gone on with, and the other one stays") {
  attachment_shelf at;
  const auto content = some_bytes(6'000);
  REQUIRE(at.begin(1, content));
  REQUIRE(at.begin(2, content));
  REQUIRE(at.write(1, content, 0, 1'000));
  REQUIRE(at.write(2, content, 0, 4'000));
  at.store->leave(transfer_id{1}, false, at.now);
  at.store->leave(transfer_id{2}, false, at.now);
  CHECK(at.begin(3, content) == 4'000);
  CHECK(at.begin(4, content) == 1'000);
  CHECK(at.begin(5, content) == 0);
}

TEST_CASE("a hash or a size that can't be is refused with what would be right") {
  attachment_shelf at;
  const auto hash = sha256_of(as_byte_view("abc"));
  for (const auto& bad : {std::string{}, hash.substr(1), "../../" + hash.substr(6), hash.substr(1) + "G"})
    fails_with(at.store->begin(transfer_id{1}, bad, 3, at.now), errc::bad_data, "64 hexadecimal digits");
  fails_with(at.store->begin(transfer_id{1}, hash, 0, at.now), errc::bad_data, "has 0 bytes");
  fails_with(at.store->begin(transfer_id{1}, hash, 25'000'001, at.now), errc::bad_data, "1 to 25000000");
  fails_with(at.store->keep({}), errc::bad_data, "has 0 bytes");
}

TEST_CASE("content is read in parts, and what is not there is not found") {
  attachment_shelf at;
  const auto content = some_bytes(300'000);
  const auto hash = at.store->keep(content)->hash;
  const auto first = at.store->read(hash, false, 0);
  REQUIRE(first);
  CHECK(first->bytes->size() == limits::attachment_part_bytes);
  CHECK(first->bytes_total == 300'000);
  CHECK(at.store->read(hash, false, 299'999)->bytes->size() == 1);
  CHECK(at.store->read(hash, false, 300'000)->bytes->empty());
  fails_with(at.store->read(hash, false, 300'001), errc::bad_data, "has 300000 bytes");
  CHECK(at.read(hash) == content);
  fails_with(at.store->read(std::string(64, '0'), false, 0), errc::not_found, std::string(64, '0'));
  for (const auto* name : {"", "../../../../etc/passwd", "partial", "ab"})
    fails_with(at.store->read(name, false, 0), errc::not_found, "64 hexadecimal digits");
}

TEST_CASE("all attachments together take no more than they may, each counted in whole blocks") {
  attachment_shelf at;
  at.bounds.attachments_bytes_max = 10 * 4'096;
  at.open();
  for (unsigned i = 0; i < 10; ++i)
    REQUIRE(at.store->keep(some_bytes(100, i)));
  fails_with(at.store->keep(some_bytes(100, 77)), errc::storage_failure, "no room for an attachment of 100 bytes");
  fails_with(at.begin(1, some_bytes(100, 77)), errc::storage_failure, "may take 40960");
  CHECK(at.store->keep(some_bytes(100, 3)));
  CHECK(at.begin(2, some_bytes(100, 3)) == 100);
  for (unsigned i = 0; i < 10; ++i)
    at.named.insert(sha256_of(some_bytes(100, i)));
  at.open();
  at.sweep();
  fails_with(at.begin(3, some_bytes(100, 77)), errc::storage_failure, "take 40960 bytes");
}

TEST_CASE("transfers that were begun while there was room end when there is none") {
  attachment_shelf at;
  at.bounds.attachments_bytes_max = 10 * 4'096;
  at.open();
  const auto one = some_bytes(8 * 4'096, 1);
  const auto two = some_bytes(8 * 4'096, 2);
  REQUIRE(at.begin(1, one));
  REQUIRE(at.begin(2, two));
  REQUIRE(at.write(1, one, 0, 6 * 4'096));
  REQUIRE(at.write(2, two, 0, 4 * 4'096));
  fails_with(at.write(1, one, 6 * 4'096, 4'096), errc::storage_failure, "no room");
  CHECK(at.partials().size() == 1);
  REQUIRE(at.write(2, two, 4 * 4'096, 4 * 4'096));
  CHECK(at.store->finish(transfer_id{2}, at.now));
}

TEST_CASE("leftovers make room for what comes, the oldest first") {
  attachment_shelf at;
  at.bounds.attachments_bytes_max = 10 * 4'096;
  at.open();
  for (unsigned i = 1; i <= 3; ++i) {
    const auto content = some_bytes(4 * 4'096, i);
    REQUIRE(at.begin(i, content));
    REQUIRE(at.write(i, content, 0, 3 * 4'096));
    at.store->leave(transfer_id{i}, false, at.now);
    at.now += 1min;
  }
  REQUIRE(at.store->keep(some_bytes(4 * 4'096, 9)));
  CHECK(at.partials().size() == 2);
  CHECK(at.begin(11, some_bytes(4 * 4'096, 2)) == 3 * 4'096);
  CHECK(at.partials().size() == 1);
}

TEST_CASE("leftovers that are too old or too many are removed, after a restart too") {
  attachment_shelf at;
  at.bounds.partial_attachments_max = 4;
  at.open();
  for (unsigned i = 1; i <= 6; ++i) {
    const auto content = some_bytes(500, i);
    REQUIRE(at.begin(i, content));
    REQUIRE(at.write(i, content, 0, 300));
    at.store->leave(transfer_id{i}, false, at.now);
    at.now += 1h;
  }
  CHECK(at.partials().size() == 4);
  at.open();
  CHECK(at.partials().size() == 4);
  at.now += 20h + 30min;
  at.store->expire(at.now);
  CHECK(at.partials().size() == 3);
  at.now += 90min;
  at.open();
  CHECK(at.partials().size() == 2);
  CHECK(at.begin(10, some_bytes(500, 6)) == 300);
  CHECK(at.begin(11, some_bytes(500, 1)) == 0);
}

TEST_CASE("content that was cut short on disk is replaced when it comes again") {
  attachment_shelf at;
  const auto content = some_bytes(5'000);
  const auto hash = at.store->keep(content)->hash;
  at.files->put("/data/attachments/" + place_of(hash), bytes(4'000));
  CHECK(at.upload(1, content));
  CHECK(at.read(hash) == content);
}
