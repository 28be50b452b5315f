#include "client/cli/chat_pipe.hpp"

#include "protocol/limits.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace atelier::cli::chat {

chat_pipe::chat_pipe(bool quiet) : quiet_{quiet}, splitter_{limits::message_text_bytes_max} {}

std::vector<input> chat_pipe::read() {
  std::array<char, 4096> buffer{};
  const auto count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN))
    return {};
  const bool ended = count <= 0;
  std::vector<input> out;
  for (auto& each : ended ? splitter_.finish() : splitter_.take({buffer.data(), static_cast<std::size_t>(count)}))
    out.push_back({input::kind::line, std::move(each)});
  if (ended)
    out.push_back({input::kind::end});
  return out;
}

void chat_pipe::show(const std::vector<std::string>& lines) {
  for (const auto& each : lines) {
    std::fwrite(each.data(), 1, each.size(), stdout);
    std::fputc('\n', stdout);
  }
  std::fflush(stdout);
}

void chat_pipe::remark(const std::string& text, bool important) {
  if (important)
    std::fprintf(stderr, "atelier: %s\n", text.c_str());
  else if (!quiet_)
    std::fprintf(stderr, "%s\n", text.c_str());
}

} // namespace atelier::cli::chat
