#pragma once

#include "protocol/bytes.hpp"
#include "protocol/messages.hpp"

#include <map>
#include <string>

namespace atelier {

/// `POST /pictures` with a JSON body: `{name, width?, height?, created_by?, session?, prototype?}`. Fields that are not
/// known are passed over. Fails with `malformed` or `bad_data`, which name the field.
[[nodiscard]] result<picture_wanted> read_picture_json(std::string_view body);

/// `POST /pictures?name=…&created_by=…&session=…` with a PNG as its body. Fails with `bad_data`.
[[nodiscard]] result<picture_wanted> read_picture_png(const std::map<std::string, std::string>& query, bytes body);

} // namespace atelier
