#include "manager/listening_socket.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace atelier {

namespace {

constexpr int socket_flags = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;
constexpr int no_descriptor = -1;

class descriptor {
public:
  explicit descriptor(int value) noexcept : value_{value} {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (value_ != no_descriptor)
      ::close(value_);
  }
  [[nodiscard]] int get() const noexcept {
    return value_;
  }
  [[nodiscard]] int release() noexcept {
    return std::exchange(value_, no_descriptor);
  }

private:
  int value_;
};

class private_umask {
public:
  private_umask() noexcept : before_{::umask(S_IXUSR | S_IRWXG | S_IRWXO)} {}
  private_umask(const private_umask&) = delete;
  private_umask& operator=(const private_umask&) = delete;
  ~private_umask() {
    ::umask(before_);
  }

private:
  mode_t before_;
};

tl::unexpected<std::string> cannot_listen(const std::string& where, const std::string& why) {
  return tl::unexpected<std::string>{"cannot listen on " + where + ": " + why};
}

std::string system_reason() {
  return std::strerror(errno);
}

tl::expected<sockaddr_un, std::string> address_of(const std::filesystem::path& file, const std::string& url) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& name = file.native();
  if (name.size() >= sizeof address.sun_path)
    return cannot_listen(url, "the path has " + std::to_string(name.size()) + " bytes, and a socket's may have "
                                  + std::to_string(sizeof address.sun_path - 1)
                                  + "; choose a shorter one with --socket");
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  return address;
}

// Makes room where a dead server's socket file stands in the way.
tl::expected<void, std::string> make_room(const std::filesystem::path& file, const sockaddr_un& address,
                                          const std::string& url) {
  struct stat found {};
  if (::lstat(file.c_str(), &found) != 0)
    return errno == ENOENT ? tl::expected<void, std::string>{} : cannot_listen(url, system_reason());
  if (!S_ISSOCK(found.st_mode))
    return cannot_listen(url, "there is a file of this name that is no socket");
  const descriptor probe{::socket(AF_UNIX, socket_flags, 0)};
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN)
    return cannot_listen(url, "another server listens there");
  if (errno != ECONNREFUSED)
    return cannot_listen(url, system_reason());
  if (::unlink(file.c_str()) != 0 && errno != ENOENT)
    return cannot_listen(url, "cannot remove what a dead server left: " + system_reason());
  return {};
}

using address_list = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

tl::expected<address_list, std::string> resolve(const host_port& where, const std::string& url) {
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const auto failed = ::getaddrinfo(where.host.c_str(), std::to_string(where.port).c_str(), &hints, &found);
  if (failed != 0)
    return cannot_listen(url, "no address for the host '" + where.host + "': " + ::gai_strerror(failed));
  return address_list{found, ::freeaddrinfo};
}

std::uint16_t port_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return 0;
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

std::string url_of(listener_kind kind, const host_port& where) {
  return (kind == listener_kind::http ? "http://" : "tcp:") + to_string(where);
}

} // namespace

listening_socket::listening_socket(listener_kind kind, int family, int descriptor, std::string url)
    : kind_{kind}, family_{family}, descriptor_{descriptor}, url_{std::move(url)} {}

listening_socket::listening_socket(listening_socket&& other) noexcept
    : kind_{other.kind_},
      family_{other.family_},
      descriptor_{std::exchange(other.descriptor_, no_descriptor)},
      url_{std::move(other.url_)},
      file_{std::exchange(other.file_, {})},
      device_{other.device_},
      inode_{other.inode_} {}

listening_socket& listening_socket::operator=(listening_socket&& other) noexcept {
  std::swap(kind_, other.kind_);
  std::swap(family_, other.family_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(url_, other.url_);
  std::swap(file_, other.file_);
  std::swap(device_, other.device_);
  std::swap(inode_, other.inode_);
  return *this;
}

listening_socket::~listening_socket() {
  if (descriptor_ != no_descriptor)
    ::close(descriptor_);
  remove_file();
}

int listening_socket::release() noexcept {
  return std::exchange(descriptor_, no_descriptor);
}

void listening_socket::remove_file() noexcept {
  if (file_.empty())
    return;
  struct stat found {};
  if (::lstat(file_.c_str(), &found) == 0 && found.st_dev == device_ && found.st_ino == inode_)
    ::unlink(file_.c_str());
  file_.clear();
}

tl::expected<listening_socket, std::string> listening_socket::local(const std::filesystem::path& file) {
  const auto url = "unix:" + file.string();
  const auto address = address_of(file, url);
  if (!address)
    return tl::unexpected{address.error()};
  if (const auto free = make_room(file, *address, url); !free)
    return tl::unexpected{free.error()};
  descriptor socket{::socket(AF_UNIX, socket_flags, 0)};
  {
    const private_umask only_the_owner;
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0)
      return cannot_listen(url, system_reason());
  }
  listening_socket result{listener_kind::local, AF_UNIX, socket.release(), url};
  struct stat made {};
  if (::lstat(file.c_str(), &made) != 0)
    return cannot_listen(url, system_reason());
  result.file_ = file;
  result.device_ = made.st_dev;
  result.inode_ = made.st_ino;
  if (::listen(result.descriptor_, SOMAXCONN) != 0)
    return cannot_listen(url, system_reason());
  return result;
}

tl::expected<listening_socket, std::string> listening_socket::internet(listener_kind kind, const host_port& where) {
  const auto url = url_of(kind, where);
  const auto addresses = resolve(where, url);
  if (!addresses)
    return tl::unexpected{addresses.error()};
  std::string why;
  for (const auto* each = addresses->get(); each; each = each->ai_next) {
    descriptor socket{::socket(each->ai_family, socket_flags, 0)};
    const int yes = 1;
    if (socket.get() != no_descriptor && ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0
        && ::bind(socket.get(), each->ai_addr, each->ai_addrlen) == 0 && ::listen(socket.get(), SOMAXCONN) == 0) {
      const auto taken = host_port{where.host, port_of(socket.get())};
      return listening_socket{kind, each->ai_family, socket.release(), url_of(kind, taken)};
    }
    if (why.empty())
      why = system_reason();
  }
  return cannot_listen(url, why);
}

} // namespace atelier
