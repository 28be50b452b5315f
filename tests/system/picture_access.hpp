#pragma once

#include "protocol/ids.hpp"
#include "protocol/image.hpp"
#include "protocol/json_text.hpp"
#include "tests/system/server_process.hpp"

#include <optional>

/// \file
/// The pictures of a running or ended server, past the streams. Everything fails the test where it does not work.

namespace atelier::test {

/// Adds a picture to the first session.
[[nodiscard]] picture_id add_picture(const server_process& server, const std::string& name, std::uint16_t width,
                                     std::uint16_t height);

/// What `GET /pictures/{id}` answers.
[[nodiscard]] json picture_facts(const server_process& server, picture_id picture);

/// `GET /pictures/{id}.png`: as it is now or, with `seq`, as it was after that op.
[[nodiscard]] image picture_by_http(const server_process& server, picture_id picture,
                                    std::optional<seq_t> seq = std::nullopt);

/// A snapshot in the data folder.
struct stored_picture {
  epoch_t epoch = 0;
  seq_t seq = 0;
  image raster;
};

/// The newest snapshot of the one picture that has this name.
[[nodiscard]] stored_picture picture_on_disk(const server_process& server, const std::string& name);

} // namespace atelier::test
