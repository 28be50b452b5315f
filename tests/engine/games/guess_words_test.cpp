#include "engine/games/guess/settings.hpp"
#include "engine/games/guess/word.hpp"
#include "engine/games/guess/word_list.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using enum guess_verdict;

namespace {

std::string wrong_with(const std::string& name, json value) {
  auto config = default_guess_config();
  config[name] = std::move(value);
  const auto wrong = wrong_with_guess_config(config);
  if (!wrong)
    return "";
  CHECK(wrong->code == errc::bad_data);
  return wrong->message;
}

bool names(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

game_challenge challenge(std::string title, std::string language = "") {
  return {challenge_id{1}, std::move(title), "", 0, std::move(language)};
}

json letters_of(const std::string& word, std::vector<std::size_t> open = {}) {
  return guess_word{word}.shown(open);
}

} // namespace

TEST_CASE("the defaults of guess are those of its page") {
  CHECK(default_guess_config()
        == json{{"rounds", 3},
                {"turn_seconds", 80},
                {"choose_seconds", 15},
                {"pause_seconds", 5},
                {"hint_percent", 50},
                {"picture_width", 800},
                {"picture_height", 600},
                {"language", ""},
                {"words", json::array()}});
  CHECK_FALSE(wrong_with_guess_config(default_guess_config()));
}

TEST_CASE("a setting of guess out of its range is refused with the value and the range") {
  struct range {
    std::string name;
    int least;
    int most;
  };
  for (const auto& [name, least, most] :
       {range{"rounds", 1, 20}, range{"turn_seconds", 60, 300}, range{"choose_seconds", 5, 60},
        range{"pause_seconds", 0, 30}, range{"hint_percent", 0, 75}, range{"picture_width", 64, 2048},
        range{"picture_height", 64, 2048}}) {
    CAPTURE(name);
    CHECK(wrong_with(name, least).empty());
    CHECK(wrong_with(name, most).empty());
    for (const auto& value : {json(least - 1), json(most + 1), json(least + 0.5), json("7"), json(), json(true)})
      CHECK(names(wrong_with(name, value), "from " + std::to_string(least) + " to " + std::to_string(most)));
    auto config = default_guess_config();
    config.erase(name);
    CHECK(names(wrong_with_guess_config(config)->message, name));
  }
  CHECK(names(wrong_with("rounds", 21), "21"));
  CHECK(names(wrong_with("colour", 1), "\"colour\""));
  CHECK(wrong_with("language", std::string(35, 'x')).empty());
  CHECK(names(wrong_with("language", std::string(36, 'x')), "36"));
  CHECK_FALSE(wrong_with("language", 7).empty());
  CHECK(wrong_with_guess_config(json::array())->code == errc::bad_data);
}

TEST_CASE("each of a game's own words must be one that can be guessed") {
  CHECK(wrong_with("words", {"apple", "ice cream", "苹果", std::string(40, 'x')}).empty());
  CHECK(wrong_with("words", std::vector<std::string>(500, "apple")).empty());
  CHECK(names(wrong_with("words", std::vector<std::string>(501, "apple")), "501"));
  for (const auto& wrong :
       {json("apple"), json(7), json::array({7}), json::array({""}), json::array({"--"}),
        json::array({std::string(41, 'x')}), json::array({"a\nb"}), json::array({"a\u202Eb"}), json::array({"\u3164"})})
    CHECK_FALSE(wrong_with("words", wrong).empty());
  CHECK(names(wrong_with("words", {"ok", std::string(41, 'x')}), "41 characters"));
}

TEST_CASE("words come from challenges of the language and from the setting, each once") {
  const std::vector<game_challenge> all{challenge("Apple", "en"),       challenge(" ice   cream ", "EN"),
                                        challenge("Birne", "de"),       challenge("ICE-CREAM!", "en"),
                                        challenge("no language"),       challenge("...", "en"),
                                        challenge(std::string(41, 'x'))};
  CHECK(guess_words_of(all, "", {}) == std::vector<std::string>{"Apple", "ice cream", "Birne", "no language"});
  CHECK(guess_words_of(all, "en", {}) == std::vector<std::string>{"Apple", "ice cream"});
  CHECK(guess_words_of(all, "De", {"Traube", "BIRNE"}) == std::vector<std::string>{"Birne", "Traube"});
  CHECK(guess_words_of(all, "fr", {}).empty());
}

TEST_CASE("a guess is right without regard to case, width, blanks and hyphens") {
  const guess_word word{"Ice-Cream"};
  for (const auto* said : {"ice cream", "ICECREAM", " ice-cream! ", "ｉｃｅ ｃｒｅａｍ", "i c e c r e a m"})
    CHECK(word.judge(said) == right);
  CHECK(guess_word{"Straße"}.judge("STRASSE") == right);
  CHECK(guess_word{"crème"}.judge("cre\u0300me") == right);
}

TEST_CASE("a guess is near at a distance of one: a letter more, less, another, or two neighbours swapped") {
  const guess_word word{"apple"};
  for (const auto* said : {"aple", "appple", "apply", "appel", "apples", "pple", "Ap-ple s"})
    CHECK(word.judge(said) == near);
  for (const auto* said : {"ale", "paple s", "aplpey", "pear", "", "?!", "   "})
    CHECK(word.judge(said) == other);
  CHECK(guess_word{"crème"}.judge("creme") == near);
}

TEST_CASE("a word is mentioned where words that are said come to it") {
  const guess_word word{"ice-cream"};
  for (const auto* said : {"is it ice cream?", "icecream maybe", "an ICE-CREAM", "x i c e c r e a m x"})
    CHECK(word.judge(said) == mentioned);
  CHECK(word.judge("nice creams all over") == other);
  CHECK(guess_word{"hat"}.judge("what is that thing") == other);
  CHECK(guess_word{"hat"}.judge("some hat thing") == mentioned);
  CHECK(guess_word{"苹果"}.judge("我觉得是苹果吧") == mentioned);
  CHECK(guess_word{"苹果"}.judge("苹果") == right);
}

TEST_CASE("what contains a word's letters contains it, whatever stands between them") {
  const guess_word word{"box"};
  for (const auto* said : {"b o x", "b.o.x", "boxing", "it is a BOX"})
    CHECK(word.is_contained_in(said));
  CHECK_FALSE(word.is_contained_in("b o y x"));
  CHECK_FALSE(word.is_contained_in(""));
}

TEST_CASE("blanks, hyphens and the like are always shown, letters only when they are open") {
  CHECK(letters_of("ice-cream no. 5")
        == json::parse(R"([null,null,null,"-",null,null,null,null,null," ",null,null,"."," ",null])"));
  CHECK(letters_of("ice cream", {0, 4}) == json::parse(R"(["i",null,null," ",null,"r",null,null,null])"));
  CHECK(guess_word{"ice cream"}.letters() == 8);
  // A letter and its mark are one, a mark alone is none, and so are letters with a sign before them that has no width.
  CHECK(letters_of("e\u0301a", {0}) == json::parse("[\"e\u0301\",null]"));
  CHECK(letters_of("\u0600a") == json::parse("[null]"));
  CHECK(letters_of("👩‍💻 a") == json::parse("[\"👩‍💻\",\" \",null]"));
}
