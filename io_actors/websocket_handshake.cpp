#include "io_actors/websocket_handshake.hpp"

#include "protocol/json_text.hpp"
#include "protocol/server_messages.hpp"

#include <algorithm>
#include <array>
#include <openssl/evp.h>

namespace atelier {

namespace {

constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::string_view version_spoken = "13";
constexpr std::string_view protocol = "websocket";
/// Base64 of 16 bytes.
constexpr std::size_t key_characters = 24;

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string head(std::string_view status) {
  return "HTTP/1.1 " + std::string{status} + "\r\nServer: " + std::string{server_name} + "\r\n";
}

handshake_answer refuse(std::string_view status, const std::string& why) {
  const auto body = to_text({{"error", to_json(error{errc::malformed, why})}});
  return {false, head(status) + "Sec-WebSocket-Version: " + std::string{version_spoken}
                     + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
                     + "\r\nConnection: close\r\n\r\n" + body};
}

} // namespace

std::string websocket_accept(std::string_view key) {
  const auto text = std::string{key} + std::string{guid};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> encoded{};
  const auto length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(length)};
}

handshake_answer answer_handshake(std::string_view upgrade, std::string_view version, std::string_view key) {
  if (!std::ranges::equal(upgrade, protocol, {}, lower))
    return refuse("400 Bad Request", "Upgrade must be websocket, the only protocol that /ws changes to");
  if (key.size() != key_characters)
    return refuse("400 Bad Request",
                  "Sec-WebSocket-Key has " + std::to_string(key.size()) + " characters; it must have 24");
  if (version != version_spoken)
    return refuse("426 Upgrade Required", "Sec-WebSocket-Version must be 13, the only one that is spoken here");
  return {true, head("101 Switching Protocols") + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + websocket_accept(key) + "\r\n\r\n"};
}

} // namespace atelier
