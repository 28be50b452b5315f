#include "client/cli/chat_line_parser.hpp"

#include "client/chat_stream.hpp"
#include "client/cli/output.hpp"
#include "client/cli/text.hpp"
#include "protocol/json_text.hpp"

#include <array>
#include <vector>

namespace atelier::cli::chat {

namespace {

constexpr std::size_t history_default = 20;

/// `rest` is what follows the name, trimmed.
struct dot_command {
  std::string_view name;
  std::string_view argument;
  std::string_view what;
  line (*read)(std::string_view rest);
};

line needs(std::string_view name, std::string_view argument) {
  return misread{std::string{name} + " needs " + std::string{argument} + "; .usage lists what there is"};
}

template <class Command>
line without_argument(std::string_view rest) {
  if (!rest.empty())
    return misread{"there is nothing that " + shown(rest) + " could mean after this command"};
  return Command{};
}

line read_history(std::string_view rest) {
  if (rest.empty())
    return history{history_default};
  const auto count = to_number<std::size_t>(rest);
  if (!count || *count == 0 || *count > client::chat_stream::kept_max)
    return misread{".history needs a number from 1 to " + std::to_string(client::chat_stream::kept_max) + ", not "
                   + shown(rest)};
  return history{*count};
}

template <bool Image>
line read_send(std::string_view rest) {
  if (rest.empty())
    return needs(Image ? ".image" : ".file", "the path of a file");
  return send_file{std::string{rest}, Image};
}

line read_get(std::string_view rest) {
  const auto id = to_number<std::uint64_t>(rest);
  if (!id)
    return misread{".get needs the id of a message with a file, not " + shown(rest)};
  return get_file{*id};
}

// A row is all that a further command needs here.
constexpr std::array<dot_command, 10> commands{
    {{".usage", "", "This list", without_argument<usage>},
     {".register", "HANDLE", "Make HANDLE yours and sign in; asks for a passphrase",
      [](std::string_view rest) -> line {
        return rest.empty() ? needs(".register", "a handle") : register_player{std::string{rest}};
      }},
     {".sign-in", "HANDLE", "Be HANDLE from now on; asks for the passphrase",
      [](std::string_view rest) -> line {
        return rest.empty() ? needs(".sign-in", "a handle") : sign_in{std::string{rest}};
      }},
     {".who", "", "Who is here", without_argument<who>},
     {".history", "N", "The last N messages", read_history},
     {".search", "TEXT", "The latest messages that hold the words of TEXT",
      [](std::string_view rest) -> line {
        return rest.empty() ? needs(".search", "something to look for") : search{std::string{rest}};
      }},
     {".file", "PATH", "Send a file; those of others are put into ./files", read_send<false>},
     {".image", "PATH", "Send a PNG, JPEG, WebP or GIF; those of others are put into ./images", read_send<true>},
     {".get", "ID", "Fetch the file of an earlier message", read_get},
     {".quit", "", "Leave; so does the end of input (Ctrl-D)", without_argument<quit>}}};

} // namespace

line parse_line(std::string_view text) {
  if (trimmed(text).empty() || text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return nothing{};
  if (!text.starts_with('.'))
    return say{std::string{text}};
  if (text.starts_with(".."))
    return say{std::string{text.substr(1)}};
  auto rest = text;
  const auto name = take_word(rest);
  for (const auto& each : commands)
    if (each.name == name)
      return each.read(rest);
  return misread{"there is no command " + shown(name) + "; what starts with a dot is one of these:\n" + usage_text()};
}

std::string usage_text() {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(commands.size() + 1);
  for (const auto& each : commands)
    rows.push_back({std::string{each.name} + (each.argument.empty() ? "" : " ") + std::string{each.argument},
                    std::string{each.what}});
  rows.push_back({"..TEXT", "Says TEXT with one dot before it"});
  auto out = to_table(rows);
  out.pop_back();
  return out;
}

} // namespace atelier::cli::chat
