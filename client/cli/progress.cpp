#include "client/cli/progress.hpp"

#include <algorithm>

namespace atelier::cli {

std::string grouped(std::uint64_t value) {
  auto out = std::to_string(value);
  for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3)
    out.insert(static_cast<std::size_t>(at), 1, ',');
  return out;
}

std::string duration_words(std::chrono::seconds length) {
  const auto total = length.count();
  if (total < 60)
    return std::to_string(total) + " s";
  if (total < 3600)
    return std::to_string(total / 60) + " min " + std::to_string(total % 60) + " s";
  return std::to_string(total / 3600) + " h " + std::to_string(total / 60 % 60) + " min";
}

std::string to_line(const progress& at, std::string_view unit, std::size_t width) {
  const auto done = std::min(at.done, at.total);
  const auto part = at.total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(at.total);
  std::string out;
  if (width > 0) {
    const auto filled = static_cast<std::size_t>(part * static_cast<double>(width));
    out = "[" + std::string(filled, '#') + std::string(width - filled, '.') + "] ";
  }
  out += std::to_string(static_cast<int>(part * 100)) + " %  " + grouped(done) + " of " + grouped(at.total) + " "
         + std::string{unit};
  const auto seconds = std::chrono::duration<double>(at.elapsed).count();
  if (seconds <= 0 || done <= at.before)
    return out;
  const auto rate = static_cast<double>(done - at.before) / seconds;
  out += "  " + grouped(static_cast<std::uint64_t>(rate)) + "/s";
  if (done < at.total && rate > 0) {
    const auto left = static_cast<double>(at.total - done) / rate;
    out +=
        "  " + duration_words(std::chrono::seconds{static_cast<std::int64_t>(std::min(left + 0.999, 1e9))}) + " left";
  }
  return out;
}

} // namespace atelier::cli
