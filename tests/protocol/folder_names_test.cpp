#include "protocol/folder_names.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

using namespace atelier;

namespace {

constexpr std::size_t bytes_max = 130;

std::chrono::system_clock::time_point moment() {
  using namespace std::chrono;
  return sys_days{2026y / November / 20d} + 21h + 14min + 3s + 120ms;
}

std::string named(std::string_view name, std::string_view creator = "ada") {
  return folder_name_of(name, creator, moment());
}

bool is_plain(const std::string& folder) {
  return !folder.empty() && folder.size() <= bytes_max && folder.front() != '.' && folder.front() != '-'
         && std::ranges::all_of(folder, [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
                     || c == '-';
            });
}

} // namespace

TEST_CASE("a folder is named after the picture, its creator and the time") {
  CHECK(named("sunset") == "sunset_ada_20261120T211403.120Z");
  CHECK(named("Sunset_2.v-1", "Bob.B") == "Sunset_2.v-1_Bob.B_20261120T211403.120Z");
}

TEST_CASE("what file systems dislike becomes a hyphen, neighbours one") {
  CHECK(named("a b") == "a-b_ada_20261120T211403.120Z");
  CHECK(named("a / \\ : * b") == "a-b_ada_20261120T211403.120Z");
  CHECK(named("grün") == "gr-n_ada_20261120T211403.120Z");
  CHECK(named("a-- -b") == "a-b_ada_20261120T211403.120Z");
}

TEST_CASE("nothing odd stands in front or behind") {
  CHECK(named("../../etc/passwd") == "etc-passwd_ada_20261120T211403.120Z");
  CHECK(named(" .hidden ") == "hidden_ada_20261120T211403.120Z");
  CHECK(named("-rf") == "rf_ada_20261120T211403.120Z");
}

TEST_CASE("a name of which nothing is left is replaced") {
  for (const auto* nothing : {"", ".", "..", "日本語", "///", " - "})
    CHECK(named(nothing, nothing) == "picture_anonymous_20261120T211403.120Z");
}

TEST_CASE("long names are cut") {
  CHECK(named(std::string(500, 'x'), std::string(500, 'y'))
        == std::string(64, 'x') + '_' + std::string(40, 'y') + "_20261120T211403.120Z");
}

TEST_CASE("times before 1970 have a name too") {
  using namespace std::chrono;
  CHECK(folder_name_of("a", "b", sys_days{1969y / December / 31d} + 23h + 59min + 59s + 999ms)
        == "a_b_19691231T235959.999Z");
}

TEST_CASE("whatever the names are, the folder is plain") {
  std::mt19937 chance{1};
  for (auto round = 0; round < 2000; ++round) {
    std::string name(chance() % 80, '\0');
    std::ranges::generate(name, [&] { return static_cast<char>(chance() % 256); });
    CAPTURE(round);
    CHECK(is_plain(named(name, name)));
  }
}
