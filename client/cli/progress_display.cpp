#include "client/cli/progress_display.hpp"

#include <cstdio>
#include <unistd.h>

namespace atelier::cli {

namespace {

constexpr std::chrono::milliseconds redraw_interval{100};
constexpr std::chrono::seconds line_interval{5};
constexpr std::size_t bar_width = 30;

} // namespace

progress_display::progress_display(std::string unit, bool quiet)
    : unit_{std::move(unit)}, quiet_{quiet}, terminal_{::isatty(STDERR_FILENO) == 1} {
  if (!terminal_)
    next_ = clock::now() + line_interval;
}

progress_display::~progress_display() {
  if (on_line_)
    std::fputs("\n", stderr);
}

void progress_display::clear_line() {
  if (on_line_)
    std::fputs("\r\x1b[K", stderr);
  on_line_ = false;
}

void progress_display::show(const progress& at, clock::time_point now) {
  if (quiet_)
    return;
  clear_line();
  std::fputs(to_line(at, unit_, terminal_ ? bar_width : 0).c_str(), stderr);
  if (terminal_)
    on_line_ = true;
  else
    std::fputs("\n", stderr);
  std::fflush(stderr);
  next_ = now + (terminal_ ? clock::duration{redraw_interval} : clock::duration{line_interval});
}

void progress_display::say(const std::string& text) {
  if (quiet_)
    return;
  clear_line();
  std::fprintf(stderr, "%s\n", text.c_str());
}

} // namespace atelier::cli
