#include "bench/load/wire/upgrade.hpp"

#include <array>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace atelier::bench {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
/// RFC 6455, section 1.3.
constexpr std::string_view accept_suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// Any 16 bytes do: the key protects caches of the Web, of which there are none here.
constexpr std::string_view client_key = "YXRlbGllci1iZW5jaC0wMA==";

bool same_name(std::string_view line, std::string_view name) noexcept {
  if (line.size() <= name.size() || line[name.size()] != ':')
    return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char lower = line[i] >= 'A' && line[i] <= 'Z' ? static_cast<char>(line[i] + ('a' - 'A')) : line[i];
    if (lower != name[i])
      return false;
  }
  return true;
}

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' ') || text.starts_with('\t'))
    text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t'))
    text.remove_suffix(1);
  return text;
}

} // namespace

std::size_t head_size(std::string_view text) noexcept {
  const auto end = text.find(head_end);
  return end == std::string_view::npos ? 0 : end + head_end.size();
}

std::string_view header_value(std::string_view head, std::string_view name) noexcept {
  for (auto end = head.find(line_end); end != std::string_view::npos; end = head.find(line_end)) {
    const auto line = head.substr(0, end);
    if (same_name(line, name))
      return trimmed(line.substr(name.size() + 1));
    head.remove_prefix(end + line_end.size());
  }
  return {};
}

std::string accept_key(std::string_view key) {
  const auto text = std::string{key} + std::string{accept_suffix};
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  ::SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> encoded{};
  const auto size = ::EVP_EncodeBlock(encoded.data(), digest.data(), SHA_DIGEST_LENGTH);
  return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size)};
}

std::string upgrade_request(std::string_view target, std::uint16_t port) {
  std::string text = "GET ";
  text.append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:").append(std::to_string(port));
  text.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
  return text.append(client_key).append(head_end);
}

bool accepts_upgrade(std::string_view head) {
  static const auto expected = accept_key(client_key);
  return head.starts_with("HTTP/1.1 101 ") && header_value(head, "sec-websocket-accept") == expected;
}

std::string upgrade_answer(std::string_view key) {
  std::string text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  return text.append("Sec-WebSocket-Accept: ").append(accept_key(key)).append(head_end);
}

} // namespace atelier::bench
