#pragma once

#include "client/cli/session.hpp"

#include <string>

namespace atelier::cli {

/// Joins the picture that is meant (an id or a name) and writes it as it is now into a PNG; gives the exit code.
[[nodiscard]] int save_picture(const settings& how, const std::string& meant, const std::string& file);

} // namespace atelier::cli
