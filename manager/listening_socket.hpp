#pragma once

#include "manager/host_port.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <tl/expected.hpp>

namespace atelier {

/// What comes in by a listener: frames over the Unix socket (from its owner, who is the admin) or TCP, or HTTP.
enum class listener_kind { local, tcp, http };

/// A socket that listens; closed, and a socket file removed, when this is destroyed.
class listening_socket {
public:
  /// Makes the socket file so that nobody but its owner can ever connect. A file that a dead server left is replaced,
  /// the socket of a living one never. Changes the process's umask for a moment, so call it before there are threads.
  [[nodiscard]] static tl::expected<listening_socket, std::string> local(const std::filesystem::path& file);

  [[nodiscard]] static tl::expected<listening_socket, std::string> internet(listener_kind kind, const host_port& where);

  listening_socket(listening_socket&& other) noexcept;
  listening_socket& operator=(listening_socket&& other) noexcept;
  ~listening_socket();

  [[nodiscard]] listener_kind kind() const noexcept {
    return kind_;
  }
  /// AF_UNIX, AF_INET or AF_INET6.
  [[nodiscard]] int family() const noexcept {
    return family_;
  }
  /// `unix:/path`, `tcp:HOST:PORT` or `http://HOST:PORT`, with the port that was really taken.
  [[nodiscard]] const std::string& url() const noexcept {
    return url_;
  }

  /// Hands the descriptor to a new owner; the socket file stays with this.
  [[nodiscard]] int release() noexcept;

  /// Removes the socket file if it is still the one that was made here; for the moment before the process ends.
  void remove_file() noexcept;

private:
  listening_socket(listener_kind kind, int family, int descriptor, std::string url);

  listener_kind kind_;
  int family_;
  int descriptor_;
  std::string url_;
  std::filesystem::path file_;
  dev_t device_{};
  ino_t inode_{};
};

} // namespace atelier
