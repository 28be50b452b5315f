#include "client/upload_file.hpp"

#include "client/image_signature.hpp"
#include "protocol/attachment_name.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace atelier::client {

namespace {

constexpr std::uint64_t hashed_at_once = std::uint64_t{2} * 1024 * 1024;

} // namespace

outcome<upload_file> upload_file::open(const std::filesystem::path& file) {
  // A pipe without a writer would hold this up otherwise.
  open_file opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!opened.is_open())
    return cannot("read", file, errno);
  struct stat known {};
  if (::fstat(opened.descriptor(), &known) != 0)
    return cannot("read", file, errno);
  if (!S_ISREG(known.st_mode))
    return cannot("send", file, S_ISDIR(known.st_mode) ? "it is a folder; give a file" : "it is no regular file");
  if (known.st_size == 0)
    return cannot("send", file, "it is empty; an attachment has at least one byte");
  return upload_file{file, std::move(opened), static_cast<std::uint64_t>(known.st_size)};
}

std::string upload_file::name() const {
  return clean_attachment_name(file_.filename().string());
}

outcome<bool> upload_file::is_image() const {
  return read(0, static_cast<std::size_t>(std::min<std::uint64_t>(size_, image_signature_bytes)))
      .map([](const bytes& beginning) { return client::is_image(beginning); });
}

outcome<bool> upload_file::hash_more() {
  const auto piece = read(hashed_, static_cast<std::size_t>(std::min(size_ - hashed_, hashed_at_once)));
  if (!piece)
    return tl::unexpected{piece.error()};
  hash_.add(*piece);
  hashed_ += piece->size();
  return hashed_ == size_;
}

outcome<bytes> upload_file::read(std::uint64_t offset, std::size_t count) const {
  bytes out(count);
  for (std::size_t done = 0; done < count;) {
    const auto got = ::pread(opened_.descriptor(), out.data() + done, count - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno != EINTR)
      return cannot("read", file_, errno);
    if (got == 0)
      return cannot("send", file_,
                    "it has become shorter; of " + std::to_string(size_) + " bytes it has only "
                        + std::to_string(offset + done));
    if (got > 0)
      done += static_cast<std::size_t>(got);
  }
  return out;
}

} // namespace atelier::client
