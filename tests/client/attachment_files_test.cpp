#include "client/content_hash.hpp"
#include "client/download_file.hpp"
#include "client/image_signature.hpp"
#include "client/received_name.hpp"
#include "client/upload_file.hpp"
#include "tests/client/attachment_twin.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace atelier::client {

namespace {

using std::filesystem::path;
using test::temporary_folder;

void write(const path& file, byte_view content) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
}

std::string text_of(const path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

upload_file opened(const path& file) {
  auto out = upload_file::open(file);
  REQUIRE(out);
  while (!out->hash_more().value())
    continue;
  return std::move(*out);
}

download_file begun(const path& folder, const std::string& hash) {
  auto out = download_file::open(folder, hash);
  REQUIRE(out);
  while (!out->hash_more().value())
    continue;
  return std::move(*out);
}

std::string fault_of(const path& file) {
  const auto out = upload_file::open(file);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault_kind::misuse);
  CHECK(out.error().message.find(file.filename().string()) != std::string::npos);
  return out.error().message;
}

} // namespace

TEST_CASE("a content's hash is its SHA-256, in whatever pieces it comes") {
  CHECK(hash_of({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hash_of(as_byte_view("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  content_hash pieces;
  pieces.add(as_byte_view("a"));
  static_cast<void>(pieces.hex());
  pieces.add(as_byte_view("bc"));
  CHECK(pieces.hex() == hash_of(as_byte_view("abc")));
}

TEST_CASE("images are known by their first bytes") {
  using namespace std::string_view_literals;
  for (const auto image :
       {"\x89PNG\r\n\x1a\n...."sv, "\xFF\xD8\xFF\xE0"sv, "GIF87a"sv, "GIF89a..."sv, "RIFF\0\0\0\0WEBPVP8 "sv})
    CHECK(is_image(as_byte_view(image)));
  for (const auto other : {""sv, "\x89PNG"sv, "RIFF\0\0\0\0WAVE"sv, "RIFF"sv, "<svg"sv, "GIF90a"sv, "BM"sv})
    CHECK_FALSE(is_image(as_byte_view(other)));
}

TEST_CASE("names of others are cleaned and numbered before their ending") {
  CHECK(received_name("cat.png", 1) == "cat.png");
  CHECK(received_name("cat.png", 2) == "cat (2).png");
  CHECK(received_name("notes", 3) == "notes (3)");
  CHECK(received_name("../../etc/passwd", 1) == "passwd");
  CHECK(received_name("..\\..\\boot.ini", 1) == "boot.ini");
  CHECK(received_name("/", 1) == "file");
  CHECK(received_name("..", 2) == "file (2)");
  CHECK(received_name(".bashrc", 1) == "bashrc");
  CHECK(received_name("a\x1b[31m\nb\xff.txt", 1) == "a[31mb.txt");
  const auto long_name = received_name(std::string(100, 'x') + std::string(200, '\xC3') + "é", 1);
  CHECK(long_name.size() <= 255);
  std::string accents;
  for (int i = 0; i < 200; ++i)
    accents += "é";
  for (const unsigned number : {1U, 2U, 9'999U}) {
    const auto name = received_name(accents + ".png", number);
    CHECK(name.size() <= 255);
    CHECK(name.size() > 245);
    CHECK(name.ends_with(number == 1 ? ".png" : " (" + std::to_string(number) + ").png"));
    CHECK(json::parse("\"" + name + "\"").is_string());
  }
}

TEST_CASE("a file is read with its hash, as long as it was when it was opened") {
  const temporary_folder folder;
  const auto file = folder.path() / "some cat.bin";
  const auto content = noise(5'000'000);
  write(file, content);
  const auto sent = opened(file);
  CHECK(sent.name() == "some cat.bin");
  CHECK(sent.size() == content.size());
  CHECK(sent.sha256() == hash_of(content));
  std::ofstream{file, std::ios::app} << "more";
  CHECK(sent.size() == content.size());
  // Its name is taken away, and it stays.
  std::filesystem::remove(file);
  CHECK(sent.read(4'999'990, 10).value() == bytes(content.end() - 10, content.end()));
}

TEST_CASE("a file that becomes shorter while it is sent is told by how much") {
  const temporary_folder folder;
  const auto file = folder.path() / "cat.bin";
  write(file, noise(200'000));
  const auto sent = opened(file);
  std::filesystem::resize_file(file, 100'000);
  CHECK(sent.read(0, 100'000));
  const auto gone = sent.read(65'536, 65'536);
  REQUIRE_FALSE(gone);
  CHECK(gone.error().message
        == "cannot send \"" + file.string() + "\": it has become shorter; of 200000 bytes it has only 100000");
  auto half = upload_file::open(file);
  REQUIRE(half);
  std::filesystem::resize_file(file, 10);
  CHECK_FALSE(half->hash_more());
}

TEST_CASE("what is no file that can be sent is told by name") {
  const temporary_folder folder;
  CHECK(fault_of(folder.path() / "nothing").find("No such file") != std::string::npos);
  CHECK(fault_of(folder.path()).find("folder") != std::string::npos);
  write(folder.path() / "empty", {});
  CHECK(fault_of(folder.path() / "empty").find("at least one byte") != std::string::npos);
  REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(fault_of(folder.path() / "pipe").find("no regular file") != std::string::npos);
  const auto evil = upload_file::open(folder.path() / "e\x1bvil");
  REQUIRE_FALSE(evil);
  CHECK(evil.error().message.find("e\xEF\xBF\xBDvil") != std::string::npos);
}

TEST_CASE("what is received gets the first name that is free, and replaces nothing") {
  const temporary_folder folder;
  const auto files = folder.path() / "files";
  const auto content = noise(1'000);
  for (const auto* expected : {"cat.png", "cat (2).png", "cat (3).png"}) {
    auto file = begun(files, hash_of(content));
    CHECK(file.size() == 0);
    REQUIRE(file.append(byte_view{content}.first(400)));
    REQUIRE(file.append(byte_view{content}.subspan(400)));
    CHECK(file.fits());
    CHECK(file.keep_as("../cat.png").value() == files / expected);
    CHECK(text_of(files / expected) == as_text(content));
  }
  // A name that leads nowhere is taken too.
  std::filesystem::create_symlink(folder.path() / "nowhere", files / "dog.png");
  auto file = begun(files, hash_of(content));
  REQUIRE(file.append(content));
  CHECK(file.keep_as("dog.png").value() == files / "dog (2).png");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "nowhere"));
  auto again = begun(files, hash_of(content));
  REQUIRE(again.append(content));
  CHECK_FALSE(again.keep_at(files / "cat.png"));
  CHECK(text_of(files / "cat.png") == as_text(content));
}

TEST_CASE("what was left is gone on with, and can be thrown away") {
  const temporary_folder folder;
  const auto content = noise(5'000'000);
  {
    auto file = begun(folder.path(), hash_of(content));
    REQUIRE(file.append(byte_view{content}.first(3'000'000)));
  }
  {
    auto file = begun(folder.path(), hash_of(content));
    CHECK(file.size() == 3'000'000);
    REQUIRE(file.append(byte_view{content}.subspan(3'000'000)));
    CHECK(file.fits());
    REQUIRE(file.clear());
    CHECK(file.size() == 0);
    REQUIRE(file.append(content));
    CHECK(file.fits());
    file.discard();
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("nothing is left of a download of which nothing came") {
  const temporary_folder folder;
  {
    auto first = begun(folder.path(), hash_of({}));
    const auto file = std::move(first);
    CHECK_FALSE(std::filesystem::is_empty(folder.path()));
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("two programs that fetch the same at once do not write into one file") {
  const temporary_folder folder;
  const auto content = noise(1'000);
  auto one = begun(folder.path(), hash_of(content));
  auto other = begun(folder.path(), hash_of(content));
  REQUIRE(one.append(content));
  CHECK(other.size() == 0);
  REQUIRE(other.append(content));
  CHECK(one.keep_as("cat.png").value() == folder.path() / "cat.png");
  CHECK(other.keep_as("cat.png").value() == folder.path() / "cat (2).png");
}

TEST_CASE("many who give the same name at once all get one of their own") {
  const temporary_folder folder;
  constexpr unsigned many = 8;
  constexpr int rounds = 20;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < many; ++i)
    threads.emplace_back([&, i] {
      for (int round = 0; round < rounds; ++round) {
        const auto content = noise(100, i * rounds + static_cast<unsigned>(round) + 1);
        auto file = download_file::open(folder.path(), hash_of(content));
        if (file && file->hash_more() && file->append(content))
          static_cast<void>(file->keep_as("cat.png"));
      }
    });
  for (auto& each : threads)
    each.join();
  std::set<std::string> contents;
  for (const auto& each : std::filesystem::directory_iterator{folder.path()})
    contents.insert(text_of(each.path()));
  CHECK(contents.size() == many * rounds);
}

TEST_CASE("a folder that cannot be made is told by name") {
  const temporary_folder folder;
  write(folder.path() / "files", as_byte_view("in the way"));
  const auto file = download_file::open(folder.path() / "files", hash_of({}));
  REQUIRE_FALSE(file);
  CHECK(file.error().message.find("files") != std::string::npos);
}

} // namespace atelier::client
