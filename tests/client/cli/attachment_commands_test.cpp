#include "tests/client/cli/chat_twin.hpp"
#include "tests/manager/child_process.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

namespace atelier::cli {

namespace {

using client::chat_twin;
using client::hash_of;
using client::noise;
using test::child_process;

const std::string program = ATELIER_BIN_DIR "/atelier";

struct ending {
  int code = 0;
  std::string out;
  std::string errors;
};

/// A server, and a folder in which commands are given.
struct desk {
  chat_twin server;
  test::temporary_folder folder;

  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder.path() / name).string();
  }
  [[nodiscard]] std::string write(const std::string& name, byte_view content) const {
    std::ofstream out{file(name), std::ios::binary | std::ios::trunc};
    out.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    return file(name);
  }
  [[nodiscard]] bytes read(const std::string& name) const {
    std::ifstream in{file(name), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto raw = as_byte_view(text);
    return {raw.begin(), raw.end()};
  }
  [[nodiscard]] ending run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--connect", server.url()});
    child_process started{program, arguments};
    const auto code = started.wait();
    return {code, started.output(), started.errors()};
  }
  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(std::filesystem::directory_iterator{folder.path()}, {});
  }
};

} // namespace

TEST_CASE("a file is attached under its name or another, with a text, and told of") {
  desk here;
  const auto content = noise(300'000);
  const auto file = here.write("cat.bin", content);
  const auto plain = here.run({"attach", "lobby", file});
  CHECK(plain.code == 0);
  CHECK(plain.out == "attached \"cat.bin\", 300,000 bytes, in message 1 of session 3\n");
  CHECK(here.server.file_of(0) == content);
  const auto named = here.run({"--json", "attach", "3", file, "--name", "dog.bin", "--text", "look"});
  CHECK(named.code == 0);
  const auto said = json::parse(named.out).at("message");
  CHECK(said.at("text") == "look");
  CHECK(said.at("attachment").at("name") == "dog.bin");
  CHECK(said.at("attachment").at("hash") == hash_of(content));
  CHECK(here.server.texts().size() == 2);
}

TEST_CASE("an upload goes on over connections that end at every tenth piece") {
  desk here;
  here.server.cut_at_every(10);
  const auto content = noise(5'000'000);
  const auto done = here.run({"attach", "lobby", here.write("cat.bin", content)});
  CHECK(done.code == 0);
  CHECK(done.errors.find("trying again") != std::string::npos);
  CHECK(here.server.connections() > 5);
  CHECK(here.server.texts().size() == 1);
  CHECK(here.server.file_of(0) == content);
}

TEST_CASE("what cannot be attached is told by name, with an exit code") {
  desk here;
  const auto missing = here.run({"attach", "lobby", here.file("missing")});
  CHECK(missing.code == 2);
  CHECK(missing.errors == "atelier: cannot read \"" + here.file("missing") + "\": No such file or directory\n");
  CHECK(here.run({"attach", "lobby", here.write("empty", {})}).code == 2);
  const auto nowhere = here.run({"attach", "attic", here.write("cat.bin", noise(10))});
  CHECK(nowhere.code == 1);
  CHECK(nowhere.errors.find("not_found: there is no session \"attic\"") != std::string::npos);
  CHECK(here.server.texts().empty());
  child_process alone{program,
                      {"--connect", "unix:" + here.file("none.sock"), "attach", "lobby", here.file("cat.bin")}};
  CHECK(alone.wait() == 3);
}

TEST_CASE("an attachment is fetched whole, over cuts, and from where an earlier run was") {
  desk here;
  const auto content = noise(3'000'000);
  const auto hash = hash_of(content);
  here.server.add_file("cat.bin", content);
  const auto plain = here.run({"fetch", hash, "-o", here.file("cat.bin")});
  CHECK(plain.code == 0);
  CHECK(plain.out == "fetched 3,000,000 bytes into " + here.file("cat.bin") + "\n");
  CHECK(here.read("cat.bin") == content);

  here.server.cut_at_every(10);
  const auto before = here.server.connections();
  const auto cut = here.run({"--json", "fetch", hash, "-o", here.file("again.bin")});
  CHECK(cut.code == 0);
  CHECK(json::parse(cut.out)
        == json{{"hash", hash},
                {"file", here.file("again.bin")},
                {"bytes", 3'000'000},
                {"media_type", "application/octet-stream"}});
  CHECK(here.server.connections() > before + 2);
  CHECK(here.read("again.bin") == content);

  here.server.cut_at_every(2);
  const auto part = here.write("." + hash + ".part", byte_view{content}.first(2'900'000));
  const auto resumed = here.run({"fetch", hash, "-o", here.file("third.bin"), "--retry-for", "0"});
  CHECK(resumed.code == 0);
  CHECK(here.read("third.bin") == content);
  CHECK_FALSE(std::filesystem::exists(part));
  CHECK(here.files() == 3);
}

TEST_CASE("an existing file is never replaced, and nothing is left of what does not fit") {
  desk here;
  const auto content = noise(300'000);
  const auto hash = hash_of(content);
  here.server.add_file("cat.bin", content);
  const auto mine = here.write("mine", as_byte_view("mine"));
  const auto there = here.run({"fetch", hash, "-o", mine});
  CHECK(there.code == 2);
  CHECK(there.errors == "atelier: cannot write \"" + mine + "\": it exists already; give another with -o\n");
  CHECK(as_text(here.read("mine")) == "mine");
  CHECK(here.run({"fetch", hash, "-o", here.folder.path().string()}).code == 2);
  CHECK(here.run({"fetch", "../" + hash}).code == 2);
  CHECK(here.run({"fetch", hash.substr(1) + "g"}).code == 2);
  const auto unknown = here.run({"fetch", std::string(64, 'a'), "-o", here.file("x")});
  CHECK(unknown.code == 1);
  CHECK(unknown.errors.find("not_found") != std::string::npos);
  here.server.spoil_files();
  const auto spoilt = here.run({"fetch", hash, "-o", here.file("x")});
  CHECK(spoilt.code == 3);
  CHECK(spoilt.errors.find("another SHA-256") != std::string::npos);
  CHECK(here.files() == 1);
}

} // namespace atelier::cli
