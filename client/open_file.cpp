#include "client/open_file.hpp"

#include "protocol/json_text.hpp"

#include <system_error>

namespace atelier::client {

tl::unexpected<fault> cannot(const char* what, const std::filesystem::path& file, const std::string& why) {
  return failed(fault_kind::misuse, std::string{"cannot "} + what + " \"" + sanitized(file.string()) + "\": " + why);
}

tl::unexpected<fault> cannot(const char* what, const std::filesystem::path& file, int error) {
  return cannot(what, file, std::generic_category().message(error));
}

} // namespace atelier::client
