#include "client/cli/game_narrator.hpp"

#include "client/cli/chat_text.hpp"
#include "client/cli/game_event_words.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/text.hpp"
#include "protocol/iso8601.hpp"

#include <algorithm>
#include <array>

namespace atelier::cli {

namespace {

constexpr std::size_t unknown_bytes_max = 200;
constexpr std::array whispers{"words_offered", "word_chosen", "whispered", "challenges_changed"};

} // namespace

std::string game_narrator::line(const json& event) const {
  return moment(field(event, "at")) + " * " + words(event);
}

std::string game_narrator::words(const json& event) const {
  const auto name = raw_field(event, "event");
  const auto& data = field(event, "data");
  if (const auto* tell = find_event_words(name))
    return (*tell)(*this, data);
  return value_words(name) + " " + shortened(value_words(data), unknown_bytes_max);
}

std::vector<std::string> game_narrator::own_lines(const json& game) const {
  std::vector<std::string> out;
  if (field(game, "words").is_array())
    out.push_back(offer_words(*this, game));
  if (raw_field(game, "phase") == "drawing" && field(game, "word").is_string())
    out.push_back("the word is " + shown(raw_field(game, "word")));
  return out;
}

std::string game_narrator::guess_words(const json& answer) {
  const auto guess = raw_field(answer, "guess");
  if (guess == "right")
    return "right, it is " + shown(raw_field(answer, "word")) + ": " + field_words(answer, "points") + " points";
  if (guess == "near")
    return "that is very near";
  if (guess == "mentioned")
    return "the word is among these; guess it alone";
  if (guess == "too_long")
    return "that is too long to be shown while somebody guesses";
  if (guess == "whispered")
    return "only those who know the word are told that";
  if (guess == "hidden")
    return "that is too near to the word, and not shown";
  return guess.empty() ? "" : value_words(guess);
}

bool game_narrator::is_whisper(const json& broadcast) {
  return std::ranges::find(whispers, raw_field(broadcast, "event")) != whispers.end();
}

std::string game_narrator::moment(const json& at) const {
  const auto known = at.is_string() ? from_iso8601(at.get_ref<const std::string&>()) : std::nullopt;
  if (!known)
    return value_words(at);
  const auto parts = local_(*known);
  std::array<char, 16> out{};
  return {out.data(), std::strftime(out.data(), out.size(), "%H:%M:%S", &parts)};
}

std::string letters_text(const json& letters) {
  std::string out;
  for (const auto& each : letters)
    out += (out.empty() ? "" : " ")
           + (each.is_string() ? presentable_name(each.get_ref<const std::string&>()) : std::string{"_"});
  return out;
}

} // namespace atelier::cli
