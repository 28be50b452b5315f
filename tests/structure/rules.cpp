#include "tests/structure/rules.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string_view>

namespace atelier::structure {

namespace {

constexpr std::size_t lines_max = 500;

/// A header up to this length may hold several small classes of one family.
constexpr std::size_t family_lines_max = 120;

using rooms = std::set<std::string, std::less<>>;

/// Whom each room may include, besides itself.
const std::map<std::string, rooms, std::less<>> allowed{
    {"runtime", {}},
    {"protocol", {}},
    {"engine", {"protocol", "runtime"}},
    {"io_actors", {"protocol", "runtime"}},
    {"storage", {"protocol", "runtime"}},
    {"manager", {"engine", "io_actors", "storage", "protocol", "runtime"}},
    {"client", {"protocol"}},
    {"bench", {"protocol", "engine"}},
};

constexpr std::string_view actor_list = "protocol/actors.hpp";

std::string_view room_of(std::string_view path) {
  return path.substr(0, path.find('/'));
}

std::string_view stem_of(std::string_view path) {
  return path.substr(0, path.rfind('.'));
}

std::string_view name_of(std::string_view path) {
  const auto stem = stem_of(path);
  const auto slash = stem.rfind('/');
  return slash == std::string_view::npos ? stem : stem.substr(slash + 1);
}

bool is_test(std::string_view path) {
  return room_of(path) == "tests";
}

template <class Visitor>
void for_each_line(std::string_view text, Visitor visit) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    visit(number, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

struct include {
  std::size_t line = 0;
  bool quoted = false;
  std::string_view target;
};

std::optional<include> parse_include(std::size_t number, std::string_view line) {
  const auto skip_blanks = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip_blanks();
  if (!line.starts_with('#'))
    return std::nullopt;
  line.remove_prefix(1);
  skip_blanks();
  constexpr std::string_view keyword = "include";
  if (!line.starts_with(keyword))
    return std::nullopt;
  line.remove_prefix(keyword.size());
  skip_blanks();
  if (!line.starts_with('"') && !line.starts_with('<'))
    return std::nullopt;
  const bool quoted = line.front() == '"';
  line.remove_prefix(1);
  return include{number, quoted, line.substr(0, line.find(quoted ? '"' : '>'))};
}

template <class Visitor>
void for_each_include(std::string_view text, Visitor visit) {
  for_each_line(text, [&](std::size_t number, std::string_view line) {
    if (const auto found = parse_include(number, line))
      visit(*found);
  });
}

/// Actors, sockets and what starts them; everything else in the rooms with cores is a core.
bool is_shell(std::string_view path) {
  static const std::set<std::string, std::less<>> rooms_without_cores{"manager", "client", "bench", "tests"};
  static const std::set<std::string, std::less<>> cores_of_runtime{"runtime/log_tail", "runtime/reader_gate",
                                                                   "runtime/shared_log"};
  if (rooms_without_cores.contains(room_of(path)))
    return true;
  if (room_of(path) == "runtime")
    return !cores_of_runtime.contains(stem_of(path));
  if (room_of(path) == "protocol")
    return path == actor_list;
  const auto name = name_of(path);
  return name.ends_with("_actor") || name.ends_with("_actors") || name.ends_with("_shell")
         || name.find("_actor_") != std::string_view::npos;
}

bool may_include(std::string_view from, std::string_view to) {
  const auto here = room_of(from);
  const auto there = room_of(to);
  if (here == there || here == "tests")
    return true;
  if (from == actor_list && there == "runtime")
    return true;
  const auto found = allowed.find(here);
  return found != allowed.end() && found->second.contains(there);
}

std::size_t count_lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// A definition at the left margin; a forward declaration ends with a semicolon.
bool starts_class(std::string_view line) {
  return line.starts_with("class ") && !line.ends_with(';');
}

} // namespace

std::vector<breach> check_rooms(const source_tree& files) {
  std::vector<breach> found;
  for (const auto& file : files) {
    const auto& path = file.first;
    const auto& text = file.second;
    if (!is_test(path) && !allowed.contains(room_of(path)))
      found.push_back({path, 0, "lies in a folder that is no room; give it its rule in tests/structure/rules.cpp"});
    for_each_include(text, [&](const include& what) {
      if (!what.quoted)
        return;
      if (!files.contains(std::string{what.target}))
        found.push_back({path, what.line, "\"" + std::string{what.target} + "\" is no file from the project's root"});
      else if (!may_include(path, what.target))
        found.push_back({path, what.line,
                         std::string{room_of(path)} + " may not include " + std::string{room_of(what.target)} + " (\""
                             + std::string{what.target} + "\")"});
    });
  }
  return found;
}

std::vector<breach> check_cores(const source_tree& files) {
  std::vector<breach> found;
  for (const auto& file : files) {
    const auto& path = file.first;
    const auto& text = file.second;
    if (is_shell(path))
      continue;
    for_each_include(text, [&](const include& what) {
      if (what.target.starts_with("caf/") || what.target.starts_with("boost/"))
        found.push_back({path, what.line, "a core may not include <" + std::string{what.target} + ">"});
      else if (what.quoted && is_shell(what.target))
        found.push_back({path, what.line, "a core may not include \"" + std::string{what.target} + "\", an actor"});
    });
  }
  return found;
}

std::vector<breach> check_sizes(const source_tree& files) {
  std::vector<breach> found;
  for (const auto& file : files) {
    const auto& path = file.first;
    const auto& text = file.second;
    if (const auto lines = count_lines(text); lines > lines_max)
      found.push_back(
          {path, lines_max + 1, std::to_string(lines) + " lines, at most " + std::to_string(lines_max) + ": split it"});
    if (!path.ends_with(".hpp") || count_lines(text) <= family_lines_max)
      continue;
    std::size_t classes = 0;
    for_each_line(text, [&](std::size_t number, std::string_view line) {
      if (starts_class(line) && ++classes > 1)
        found.push_back({path, number, "a second class; give it a file of its own"});
    });
  }
  return found;
}

std::string to_string(const std::vector<breach>& breaches) {
  std::string text;
  for (const auto& each : breaches)
    text += each.file + ":" + std::to_string(each.line) + ": " + each.what + "\n";
  return text;
}

} // namespace atelier::structure
