#include "client/image_signature.hpp"

namespace atelier::client {

bool is_image(byte_view beginning) noexcept {
  using namespace std::string_view_literals;
  const auto text = as_text(beginning);
  return text.starts_with("\x89PNG\r\n\x1a\n"sv) || text.starts_with("\xFF\xD8\xFF"sv) || text.starts_with("GIF87a"sv)
         || text.starts_with("GIF89a"sv)
         || (text.size() >= image_signature_bytes && text.starts_with("RIFF"sv)
             && text.substr(8).starts_with("WEBP"sv));
}

} // namespace atelier::client
