#include "engine/names.hpp"

#include "protocol/ids.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <random>

using namespace atelier;

namespace {

using vocabulary = name_index<player_id>;

std::string repeated(std::string_view what, std::size_t count) {
  std::string out;
  while (count-- > 0)
    out += what;
  return out;
}

std::string failure_of(std::string_view handle) {
  const auto cleaned = clean_handle(handle);
  REQUIRE_FALSE(cleaned);
  CHECK(cleaned.error().code == errc::bad_data);
  return cleaned.error().message;
}

/// Optimal string alignment over the whole table, as its definition says.
std::size_t plain_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] =
          std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  return table[a.size()][b.size()];
}

} // namespace

TEST_CASE("names are the same in any case, width and normal form") {
  CHECK(folded_name("ÅSA") == folded_name("åsa"));
  CHECK(folded_name("A\u030Asa") == folded_name("Åsa"));
  CHECK(folded_name("Straße") == folded_name("STRASSE"));
  CHECK(folded_name("ＡＤＡ") == "ada");
  CHECK(folded_name("𝐀𝐝𝐚") == "ada");
  CHECK(folded_name("ﬁne") == "fine");
  CHECK(folded_name("ΣΊΣΥΦΟΣ") == folded_name("Σίσυφος"));
  // The mark U+0345 becomes a letter when it is folded, wherever it stood among the others.
  CHECK(folded_name("ω\u0345\u0342") == folded_name("ω\u0342\u0345"));
  CHECK(folded_name("ada") != folded_name("adá"));
  CHECK(folded_name("👩‍💻") == folded_name("👩💻"));
  CHECK(folded_name("👩") != folded_name("👨"));
}

TEST_CASE("white space and what can't be seen make no difference") {
  CHECK(folded_name("  Ada \t Lovelace\n") == "ada lovelace");
  CHECK(folded_name("ada\u00A0lovelace") == "ada lovelace");
  CHECK(folded_name("ada\u3000\u2009\u1680lovelace\u2028") == "ada lovelace");
  CHECK(folded_name("a\u200Bd\u00ADa\uFEFF") == "ada");
  CHECK(folded_name("ada \u200B lovelace") == "ada lovelace");
  CHECK(folded_name("\u202Eada\u202C") == "ada");
  CHECK(folded_name("a\u0001da\u007F") == "ada");
  CHECK(folded_name(std::string_view{"a\0da", 4}) == "ada");
  CHECK(folded_name("\u2800\u3164\u200D") == "");
  CHECK(folded_name("") == "");
}

TEST_CASE("what is not UTF-8 is a character that nobody can read") {
  CHECK(folded_name("a\xFF") == "a\uFFFD");
  CHECK(folded_name("a\xC3") == "a\uFFFD");
  CHECK(folded_name("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("a folded name folds to itself") {
  std::mt19937 random{7};
  const std::vector<std::pair<char32_t, char32_t>> ranges{
      {0x20, 0x2FF},    {0x300, 0x36F},   {0x370, 0x3FF},   {0x1E00, 0x1FFF},   {0x2000, 0x206F},   {0x2100, 0x2BFF},
      {0x3000, 0x33FF}, {0xAC00, 0xACFF}, {0xFB00, 0xFFFF}, {0x1D400, 0x1D7FF}, {0x1F300, 0x1F6FF}, {0xE0000, 0xE01FF}};
  const auto utf8 = [](char32_t c) {
    std::string out;
    const auto byte = [&](char32_t value) {
      out.push_back(static_cast<char>(value));
    };
    if (c < 0x80)
      byte(c);
    else if (c < 0x800)
      byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
    else if (c < 0x10000)
      byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
    else
      byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
    return out;
  };
  for (int round = 0; round < 20'000; ++round) {
    std::string name;
    for (int i = 0; i < 6; ++i) {
      const auto& [first, last] = ranges[random() % ranges.size()];
      name += utf8(first + static_cast<char32_t>(random() % (last - first + 1)));
    }
    const auto once = folded_name(name);
    INFO(name);
    CHECK(folded_name(once) == once);
  }
}

TEST_CASE("similarity counts insertions, deletions, substitutions and swaps of neighbours") {
  CHECK(name_similarity("ada", "ADA") == 1);
  CHECK(name_similarity("", "") == 1);
  CHECK(name_similarity("", "ada") == 0);
  CHECK(name_similarity("abcd", "abdc") == doctest::Approx(0.75));
  CHECK(name_similarity("abcd", "abce") == doctest::Approx(0.75));
  CHECK(name_similarity("abcd", "abcde") == doctest::Approx(0.8));
  // Swapped neighbours are not edited again: three steps, not two.
  CHECK(name_similarity("ca", "abc") == 0);
  CHECK(name_similarity("åäö", "aäö") == doctest::Approx(2.0 / 3));
  CHECK(name_similarity("kitten", "sitting") == doctest::Approx(4.0 / 7));
  CHECK(name_similarity("lovelace", "lovelcae") == doctest::Approx(7.0 / 8));
}

TEST_CASE("similarity is that of the whole table of distances") {
  std::mt19937 random{11};
  const auto word = [&] {
    std::string out(1 + random() % 12, ' ');
    std::ranges::generate(out, [&] { return static_cast<char>('a' + random() % 3); });
    return out;
  };
  for (int round = 0; round < 3000; ++round) {
    const auto a = word(), b = word();
    INFO(a, " ", b);
    const auto longer = static_cast<double>(std::max(a.size(), b.size()));
    const auto expected = 1 - static_cast<double>(plain_distance(a, b)) / longer;
    CHECK(name_similarity(a, b) == doctest::Approx(expected));
    vocabulary names;
    names.insert(a, player_id{1});
    for (const double at_least : {0.3, 0.6, 0.85})
      CHECK(names.similar(b, at_least).empty() == (expected < at_least - 1e-9));
  }
}

TEST_CASE("a handle is kept as it was written, tidied") {
  CHECK(clean_handle(" Ada \u00A0 Lovelace\t") == "Ada Lovelace");
  CHECK(clean_handle("Åsa") == "Åsa");
  CHECK(clean_handle("👩‍💻") == "👩‍💻");
  CHECK(clean_handle("!") == "!");
  CHECK(clean_handle(repeated("å", limits::handle_characters_max)));
  CHECK(clean_handle("anonymous2"));
}

TEST_CASE("a handle that can't be is refused with its reason") {
  CHECK(failure_of("").find("nothing that can be seen") != std::string::npos);
  CHECK(failure_of(" \u200B\u3000").find("nothing that can be seen") != std::string::npos);
  CHECK(failure_of("\u0301\u0302").find("nothing that can be seen") != std::string::npos);
  CHECK(failure_of("\u2800").find("nothing that can be seen") != std::string::npos);
  CHECK(failure_of(repeated("å", limits::handle_characters_max + 1)).find("has 41 characters") != std::string::npos);
  CHECK(failure_of("ada\nlovelace").find("control character") != std::string::npos);
  CHECK(failure_of("ada\u0085lovelace").find("control character") != std::string::npos);
  CHECK(failure_of(std::string_view{"a\0b", 3}).find("control character") != std::string::npos);
  CHECK(failure_of("ada\u202Eevil").find("direction") != std::string::npos);
  CHECK(failure_of("ada\u2066x").find("direction") != std::string::npos);
  CHECK(failure_of("ada\xFF").find("not UTF-8") != std::string::npos);
  CHECK(failure_of(" ＡＮＯＮＹＭＯＵＳ").find("not signed in") != std::string::npos);
  CHECK(failure_of("anony\u200Bmous").find("not signed in") != std::string::npos);
}

TEST_CASE("an index knows names by what they fold to") {
  vocabulary names;
  CHECK(names.insert("Ada", player_id{1}));
  CHECK_FALSE(names.insert(" ADA", player_id{2}));
  CHECK(names.insert("Bob", player_id{2}));
  CHECK(names.find("ada") == player_id{1});
  CHECK_FALSE(names.find("eve"));
  names.erase("ADA");
  names.erase("eve");
  CHECK_FALSE(names.find("Ada"));
  CHECK(names.find("bob") == player_id{2});
  CHECK(names.size() == 1);
  CHECK(names.insert("ada", player_id{3}));
  CHECK(names.find("Ada") == player_id{3});
}

TEST_CASE("names that are alike are found, the best first, and no more than asked for") {
  vocabulary names;
  names.insert("ada lovelace", player_id{1});
  names.insert("Ada Lovelcae", player_id{2});
  names.insert("ada lovelaces", player_id{3});
  names.insert("charles babbage", player_id{4});
  names.insert("ad lovelce", player_id{5});
  CHECK(names.similar("Ada Lovelace!") == std::vector{player_id{1}, player_id{3}});
  CHECK(names.similar("ADA LOVELACE", 1) == std::vector{player_id{1}});
  CHECK(names.similar("ada lovelace", 0.8) == std::vector{player_id{1}, player_id{3}, player_id{2}, player_id{5}});
  CHECK(names.similar("ada lovelace", 0.8, 2) == std::vector{player_id{1}, player_id{3}});
  CHECK(names.similar("ada lovelace", 0.8, 0).empty());
  CHECK(names.similar("grace hopper").empty());
  names.erase("ada lovelace");
  CHECK(names.similar("ada lovelace") == std::vector{player_id{3}, player_id{2}});
}

TEST_CASE("among many names those that are alike are found as if one compared all") {
  std::mt19937 random{3};
  std::vector<std::string> all;
  vocabulary names;
  for (std::uint32_t id = 1; id <= 3000; ++id) {
    std::string name(4 + random() % 8, ' ');
    std::ranges::generate(name, [&] { return static_cast<char>('a' + random() % 4); });
    all.push_back(names.insert(name, player_id{id}) ? name : "");
  }
  for (int round = 0; round < 50; ++round) {
    const auto& wanted = all[random() % all.size()];
    if (wanted.empty())
      continue;
    std::vector<std::pair<double, player_id>> expected;
    for (std::uint32_t id = 1; id <= all.size(); ++id)
      if (const auto& each = all[id - 1]; !each.empty() && name_similarity(each, wanted) >= 0.7 - 1e-9)
        expected.emplace_back(-name_similarity(each, wanted), player_id{id});
    std::ranges::sort(expected);
    std::vector<player_id> best;
    for (const auto& [difference, id] : expected)
      if (best.size() < 5)
        best.push_back(id);
    CHECK(names.similar(wanted, 0.7) == best);
  }
}

TEST_CASE("a hundred thousand names are searched in milliseconds, also those made to take long") {
  vocabulary names;
  SUBCASE("numbered ones") {
    for (std::uint32_t id = 1; id <= 100'000; ++id)
      names.insert("player" + std::to_string(id), player_id{id});
    CHECK(names.similar("player99999x") == std::vector{player_id{99'999}});
  }
  SUBCASE("shuffled ones, which have all the same letters") {
    std::mt19937 random{5};
    std::string name = "abcdefghijklmnopqrstuvwxyz0123456789!?-+";
    for (std::uint32_t id = 1; id <= 100'000; ++id) {
      std::ranges::shuffle(name, random);
      names.insert(name, player_id{id});
    }
  }
  const auto begin = std::chrono::steady_clock::now();
  constexpr int rounds = 10;
  for (int i = 0; i < rounds; ++i) {
    CHECK_FALSE(names.similar("player1234" + std::to_string(i)).size() > 5);
    (void)names.similar("abcdefghijklmnopqrstuvwxyz01234567" + std::to_string(i) + "9!?-+");
  }
  const auto each = (std::chrono::steady_clock::now() - begin) / (2 * rounds);
  // Ten times what it takes, for sanitizers and busy machines.
  CHECK(each < std::chrono::milliseconds{100});
  MESSAGE(std::chrono::duration_cast<std::chrono::microseconds>(each).count(), " µs each");
}
