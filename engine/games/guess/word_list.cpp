#include "engine/games/guess/word_list.hpp"

#include "engine/games/guess/word.hpp"
#include "engine/names.hpp"
#include "protocol/json_text.hpp"

#include <set>
#include <utility>

namespace atelier {

namespace {

std::string tidied(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' || (!out.empty() && out.back() != ' '))
      out += c;
  if (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

} // namespace

result<std::string> clean_guess_word(std::string_view text) {
  auto word = tidied(text);
  if (const auto length = characters_in(word); length > guess_word_characters_max)
    return failure(errc::bad_data, "the word " + shown(word) + " has " + std::to_string(length)
                                       + " characters; it must have at most "
                                       + std::to_string(guess_word_characters_max));
  if (sanitized(word) != word)
    return failure(errc::bad_data, "the word " + shown(word)
                                       + " has a control character, one that turns the direction of writing, or is not "
                                         "UTF-8; leave that out");
  if (guess_word{word}.letters() == 0 || guess_key_of(word).empty())
    return failure(errc::bad_data, "the word " + shown(word) + " must have a letter or a digit");
  return word;
}

std::vector<std::string> guess_words_of(const std::vector<game_challenge>& challenges, const std::string& language,
                                        const std::vector<std::string>& more) {
  std::vector<std::string> out;
  std::set<guess_key> keys;
  const auto add = [&](const std::string& text) {
    auto word = clean_guess_word(text);
    if (word && keys.insert(guess_key_of(*word)).second)
      out.push_back(std::move(*word));
  };
  const auto wanted = folded_name(language);
  for (const auto& each : challenges)
    if (wanted.empty() || folded_name(each.language) == wanted)
      add(each.title);
  for (const auto& each : more)
    add(each);
  return out;
}

} // namespace atelier
