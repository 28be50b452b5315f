#include "client/cli/play_line.hpp"

#include "client/cli/key_values.hpp"
#include "client/cli/text.hpp"

#include <vector>

namespace atelier::cli::play {

line parse_line(std::string_view text) {
  const auto meant = trimmed(text);
  if (meant.empty())
    return nothing{};
  if (meant.front() != '/')
    return say{std::string{text}};
  if (meant.starts_with("//"))
    return say{std::string{meant.substr(1)}};
  auto words = argument_words(meant.substr(1));
  if (words.empty())
    return misread{"write /ACTION NAME=VALUE…, such as /place_pixel x=3 y=4 colour=2; /help says more"};
  const auto action = words.front();
  words.erase(words.begin());
  if (action == "help")
    return usage{};
  if (action == "quit")
    return quit{};
  if (action == "state")
    return show_state{};
  auto arguments = to_arguments(words, "x=3");
  if (!arguments)
    return misread{shown("/" + action) + ": " + arguments.error().message};
  return act{action, std::move(*arguments)};
}

std::string usage_text() {
  return "TEXT                    say it; in a game of guess it is a guess\n"
         "/ACTION NAME=VALUE…     do something, such as /place_pixel x=3 y=4 colour=2,\n"
         "                        /choose_word word=\"ice cream\", /catch catcher=blue caught=red period_id=7\n"
         "/start, /stop           start or stop the game\n"
         "/state                  show how it stands\n"
         "//TEXT                  say something that begins with a stroke\n"
         "/help                   show this\n"
         "/quit or Ctrl-D         leave";
}

} // namespace atelier::cli::play
