#include "tests/vectors/test_vector.hpp"

#include "tests/engine/pictures/reference_rasterizer.hpp"

#include <array>
#include <openssl/sha.h>
#include <stdexcept>

namespace atelier {

std::optional<errc> draw_vector_op(image& on, byte_view encoded) {
  const auto decoded = decode_op(encoded);
  if (!decoded || decoded->size != encoded.size())
    throw std::invalid_argument{"not one op: " + to_hex(encoded)};
  if (const auto wrong = check(decoded->value))
    return wrong->code;
  image patch;
  if (const auto* laid = std::get_if<patch_op>(&decoded->value)) {
    auto pixels = decode_patch(*laid);
    if (!pixels)
      return pixels.error().code;
    patch = std::move(*pixels);
  }
  if (draw_by_definition(on, decoded->value, &patch) == 0)
    return errc::out_of_bounds;
  return std::nullopt;
}

image picture_of(const test_vector& what) {
  image picture{what.width, what.height};
  for (const auto& one : what.ops)
    (void)draw_vector_op(picture, one.encoded);
  return picture;
}

std::string rgb_sha256(const image& picture) {
  std::vector<unsigned char> rgb;
  for (const auto pixel : picture.pixels)
    rgb.insert(rgb.end(), {pixel.r, pixel.g, pixel.b});
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(rgb.data(), rgb.size(), digest.data());
  return to_hex(std::as_bytes(std::span{digest}));
}

std::string to_hex(byte_view raw) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto byte : raw) {
    text += digits[std::to_integer<unsigned>(byte) >> 4];
    text += digits[std::to_integer<unsigned>(byte) & 15];
  }
  return text;
}

bytes from_hex(std::string_view text) {
  const auto digit = [&](std::size_t i) {
    const char c = text[i];
    if ('0' <= c && c <= '9')
      return c - '0';
    if ('a' <= c && c <= 'f')
      return c - 'a' + 10;
    throw std::invalid_argument{"not a hexadecimal digit: " + std::string{c}};
  };
  if (text.size() % 2 != 0)
    throw std::invalid_argument{"an odd number of hexadecimal digits: " + std::to_string(text.size())};
  bytes raw;
  for (std::size_t i = 0; i < text.size(); i += 2)
    raw.push_back(static_cast<std::byte>(digit(i) << 4 | digit(i + 1)));
  return raw;
}

std::string to_json_text(const test_vector& what, const image& picture) {
  using json = nlohmann::ordered_json;
  json ops = json::array();
  for (const auto& one : what.ops) {
    json written{{"name", one.name}, {"hex", to_hex(one.encoded)}};
    if (one.refused)
      written["error"] = std::string{name_of(*one.refused)};
    ops.push_back(std::move(written));
  }
  const json all{{"name", what.name},     {"about", what.about}, {"width", what.width},
                 {"height", what.height}, {"ops", ops},          {"rgb_sha256", rgb_sha256(picture)}};
  return all.dump(1) + '\n';
}

} // namespace atelier
