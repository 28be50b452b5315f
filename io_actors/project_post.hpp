#pragma once

#include "io_actors/http_routes.hpp"
#include "protocol/client_messages.hpp"
#include "protocol/errors.hpp"

#include <string_view>

namespace atelier {

/// The command that a `POST` below /projects/{id}/ stands for; its `id` is not yet set. The body is a JSON object with
/// the command's arguments; an entry that modifies something is an edit. Fails with `malformed` or `bad_data`.
[[nodiscard]] result<command> read_project_post(const project_post_route& route, std::string_view body);

} // namespace atelier
