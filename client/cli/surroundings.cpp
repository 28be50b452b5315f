#include "client/cli/surroundings.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace atelier::cli {

bool is_terminal() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
}

bool wants_colours() {
  const auto* no_colour = std::getenv("NO_COLOR");
  const auto* terminal = std::getenv("TERM");
  return !(no_colour && *no_colour) && terminal && std::string_view{terminal} != "dumb";
}

std::tm local_time(std::chrono::system_clock::time_point at) {
  const auto seconds = std::chrono::system_clock::to_time_t(at);
  std::tm out{};
  ::localtime_r(&seconds, &out);
  return out;
}

} // namespace atelier::cli
