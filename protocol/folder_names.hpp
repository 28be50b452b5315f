#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace atelier {

/// The name of a picture's folder in a snapshot store, `<name>_<creator>_<created at>`, such as
/// `sunset_ada_20261120T211403.120Z`. File systems and S3 take it as it is: only `A-Z a-z 0-9 _ . -`, at most 130
/// bytes, never empty, no dot or hyphen in front. Whatever else stands in the names becomes a hyphen, so two pictures
/// may come to the same folder, and who needs it unique must see to that.
[[nodiscard]] std::string folder_name_of(std::string_view name, std::string_view creator,
                                         std::chrono::system_clock::time_point created_at);

} // namespace atelier
