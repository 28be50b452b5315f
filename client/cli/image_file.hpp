#pragma once

#include "client/fault.hpp"
#include "protocol/bytes.hpp"
#include "protocol/image.hpp"

#include <filesystem>

namespace atelier::cli {

/// Reads a file of at most 1 GiB.
[[nodiscard]] client::outcome<bytes> read_file(const std::filesystem::path& file);

/// Writes a whole file, replacing what was there.
[[nodiscard]] client::outcome<void> write_file(const std::filesystem::path& file, byte_view data);

/// Reads a PNG of any kind as 8-bit RGBA. Colours are taken as they stand: profiles and gamma are ignored.
[[nodiscard]] client::outcome<image> read_image(const std::filesystem::path& file);

[[nodiscard]] client::outcome<void> write_image(const std::filesystem::path& file, const image& picture);

} // namespace atelier::cli
