#include "engine/games/guess/settings.hpp"

#include "engine/games/guess/word_list.hpp"
#include "engine/games/number_settings.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace atelier {

namespace {

constexpr std::array numbers{
    number_setting{"rounds", 3, 1, guess_settings::rounds_max},
    number_setting{"turn_seconds", 80, 60, 300},
    number_setting{"choose_seconds", 15, 5, 60},
    number_setting{"pause_seconds", 5, 0, 30},
    number_setting{"hint_percent", 50, 0, 75},
    number_setting{"picture_width", 800, 64, 2048},
    number_setting{"picture_height", 600, 64, 2048},
};

constexpr std::array<std::string_view, 2> others{"language", "words"};

std::optional<error> bad(std::string message) {
  return error{errc::bad_data, std::move(message)};
}

std::optional<error> wrong_with_words(const json& words) {
  if (!words.is_array())
    return bad("\"words\" is " + shown_value(words) + "; it must be an array of strings");
  if (words.size() > guess_settings::words_max)
    return bad("\"words\" has " + std::to_string(words.size()) + " words; it must have at most "
               + std::to_string(guess_settings::words_max));
  for (const auto& each : words) {
    if (!each.is_string())
      return bad("\"words\" has " + shown_value(each) + " in it; it must be an array of strings");
    if (const auto word = clean_guess_word(each.get_ref<const std::string&>()); !word)
      return word.error();
  }
  return std::nullopt;
}

std::optional<error> wrong_with_language(const json& language) {
  if (!language.is_string())
    return bad("\"language\" is " + shown_value(language) + "; it must be a string, empty for all languages");
  const auto length = characters_in(language.get_ref<const std::string&>());
  if (length > guess_settings::language_characters_max)
    return bad("\"language\" has " + std::to_string(length) + " characters; it must have at most "
               + std::to_string(guess_settings::language_characters_max));
  return std::nullopt;
}

} // namespace

guess_settings::guess_settings(const json& config)
    : rounds{config.at("rounds")},
      turn{config.at("turn_seconds").get<std::int64_t>()},
      choose{config.at("choose_seconds").get<std::int64_t>()},
      pause{config.at("pause_seconds").get<std::int64_t>()},
      hint_percent{config.at("hint_percent")},
      picture_width{config.at("picture_width")},
      picture_height{config.at("picture_height")},
      language(config.at("language").get<std::string>()),
      words(config.at("words").get<std::vector<std::string>>()) {}

json kept_guess_config(json config) {
  for (const auto each : others)
    config[std::string{each}] = default_guess_config()[std::string{each}];
  return config;
}

json default_guess_config() {
  auto out = presets_of(numbers);
  out["language"] = "";
  out["words"] = json::array();
  return out;
}

std::optional<error> wrong_with_guess_config(const json& config) {
  if (auto wrong = wrong_with_numbers(numbers, others, config))
    return wrong;
  if (auto wrong = wrong_with_language(config.at("language")))
    return wrong;
  return wrong_with_words(config.at("words"));
}

} // namespace atelier
