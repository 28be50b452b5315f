#include "tests/structure/rules.hpp"

#include <doctest/doctest.h>

using namespace atelier::structure;

namespace {

const source_tree& project() {
  static const auto files = read_source_tree(ATELIER_SOURCE_DIR);
  return files;
}

/// A tree in which each of the named files exists and `file` includes `target`.
source_tree including(const std::string& file, const std::string& target) {
  source_tree files{{target, ""}};
  files[file] = "#pragma once\n\n#include \"" + target + "\"\n";
  return files;
}

} // namespace

TEST_CASE("the project's rooms include only whom they may") {
  CHECK(project().contains("protocol/actors.hpp"));
  CHECK_EQ(to_string(check_rooms(project())), "");
}

TEST_CASE("the project's cores know neither CAF nor Boost") {
  CHECK_EQ(to_string(check_cores(project())), "");
}

TEST_CASE("the project's files are short, with one class for each") {
  CHECK_EQ(to_string(check_sizes(project())), "");
}

TEST_CASE("an include that goes to a sibling or upwards is found with its line") {
  const auto breaches = check_rooms(including("engine/engine.hpp", "storage/storage.hpp"));
  REQUIRE_EQ(breaches.size(), 1);
  CHECK_EQ(to_string(breaches), "engine/engine.hpp:3: engine may not include storage (\"storage/storage.hpp\")\n");

  CHECK_EQ(check_rooms(including("io_actors/outbox.hpp", "engine/engine.hpp")).size(), 1);
  CHECK_EQ(check_rooms(including("storage/storage.cpp", "manager/options.hpp")).size(), 1);
  CHECK_EQ(check_rooms(including("client/client.hpp", "runtime/shared_log.hpp")).size(), 1);
  CHECK_EQ(check_rooms(including("client/client.hpp", "bench/load.hpp")).size(), 1);
  CHECK_EQ(check_rooms(including("protocol/ids.hpp", "runtime/shared_log.hpp")).size(), 1);
  CHECK_EQ(check_rooms(including("protocol/messages.hpp", "engine/effects.hpp")).size(), 1);
  CHECK_EQ(check_rooms(including("runtime/strand_actor.hpp", "protocol/actors.hpp")).size(), 1);
  CHECK_EQ(check_rooms(including("manager/manager.hpp", "tests/manager/twin.hpp")).size(), 1);
}

TEST_CASE("an include that goes downwards is allowed") {
  CHECK_EQ(check_rooms(including("manager/manager.hpp", "engine/engine_actor.hpp")).size(), 0);
  CHECK_EQ(check_rooms(including("engine/pictures/raster.hpp", "engine/pictures/tile.hpp")).size(), 0);
  CHECK_EQ(check_rooms(including("storage/storage.hpp", "protocol/records.hpp")).size(), 0);
  CHECK_EQ(check_rooms(including("protocol/actors.hpp", "runtime/shared_log.hpp")).size(), 0);
  CHECK_EQ(check_rooms(including("tests/manager/start_test.cpp", "manager/manager.hpp")).size(), 0);
}

TEST_CASE("an include that is not written from the root, and a folder that is no room, are found") {
  CHECK_EQ(check_rooms({{"engine/a.hpp", "#include \"b.hpp\"\n"}, {"engine/b.hpp", ""}}).size(), 1);
  CHECK_EQ(check_rooms({{"util/strings.hpp", ""}}).size(), 1);
}

TEST_CASE("a core that reaches CAF or Boost is found, however the include is written") {
  CHECK_EQ(check_cores({{"engine/engine.hpp", "#include <caf/all.hpp>\n"}}).size(), 1);
  CHECK_EQ(check_cores({{"io_actors/outbox.cpp", "  #  include <boost/asio.hpp>\n"}}).size(), 1);
  CHECK_EQ(check_cores({{"protocol/ops.cpp", "#include \"boost/endian.hpp\"\n"}}).size(), 1);
  CHECK_EQ(check_cores({{"runtime/reader_gate.hpp", "#include <caf/fwd.hpp>\n"}}).size(), 1);
  CHECK_EQ(check_cores(including("engine/engine.cpp", "protocol/actors.hpp")).size(), 1);
  CHECK_EQ(check_cores(including("engine/engine.cpp", "engine/engine_actor.hpp")).size(), 1);
}

TEST_CASE("an actor may know CAF and Boost") {
  CHECK_EQ(check_cores({{"engine/engine_actor.cpp", "#include <caf/all.hpp>\n"}}).size(), 0);
  CHECK_EQ(check_cores({{"runtime/strand_actor.hpp", "#include <boost/asio.hpp>\n"}}).size(), 0);
  CHECK_EQ(check_cores({{"storage/storage_actors.hpp", "#include <caf/all.hpp>\n"}}).size(), 0);
  CHECK_EQ(check_cores({{"engine/engine_shell.cpp", "#include <caf/all.hpp>\n"}}).size(), 0);
}

TEST_CASE("a file that is too long and a second class in a header are found") {
  std::string text;
  for (int line = 0; line < 500; ++line)
    text += "//\n";
  CHECK_EQ(check_sizes({{"engine/engine.hpp", text}}).size(), 0);
  CHECK_EQ(check_sizes({{"engine/engine.hpp", text + "//\n"}}).size(), 1);

  const auto two_classes = std::string{"class a {\n};\n\nclass b : a {\n};\n"};
  CHECK_EQ(check_sizes({{"engine/a.hpp", two_classes}}).size(), 0);
  CHECK_EQ(check_sizes({{"engine/a.hpp", text.substr(0, 399) + two_classes}}).size(), 1);
  CHECK_EQ(check_sizes({{"engine/a.hpp", text.substr(0, 399) + "class b;\n\nclass a {\n};\n"}}).size(), 0);
}
