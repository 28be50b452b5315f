#include "client/received_name.hpp"

#include "protocol/attachment_name.hpp"
#include "protocol/limits.hpp"

namespace atelier::client {

namespace {

constexpr std::size_t ending_bytes_max = 16;

} // namespace

std::string received_name(std::string_view name, unsigned number) {
  auto stem = clean_attachment_name(name);
  if (number <= 1)
    return stem;
  std::string ending;
  if (const auto dot = stem.rfind('.'); dot != std::string::npos && stem.size() - dot <= ending_bytes_max) {
    ending = stem.substr(dot);
    stem.resize(dot);
  }
  ending = " (" + std::to_string(number) + ")" + ending;
  // Not in the middle of a character of UTF-8.
  for (auto room = limits::attachment_name_bytes_max - ending.size(); stem.size() > room;) {
    while ((static_cast<unsigned char>(stem[room]) & 0xC0U) == 0x80U)
      --room;
    stem.resize(room);
  }
  return stem + ending;
}

} // namespace atelier::client
