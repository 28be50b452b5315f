#pragma once

#include "tests/system/painter.hpp"
#include "tests/system/server_process.hpp"

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

namespace atelier::test {

/// An op somewhere on a picture, with what must be refused among them.
[[nodiscard]] drawn_op random_op(std::mt19937_64& dice, const image& picture);

/// The UUID of somebody in a test.
[[nodiscard]] std::string uuid_of(std::uint64_t number);

/// All painters at one picture of one server, driven by one thread. The first one only watches, from the empty picture
/// on.
class gathering {
public:
  gathering(server_process& server, picture_id picture);

  painter& add(std::string uuid, painter::op_maker make);
  /// Without the one that watches.
  [[nodiscard]] std::size_t size() const noexcept {
    return people_.size() - 1;
  }
  [[nodiscard]] painter& operator[](std::size_t i) {
    return *people_[i + 1];
  }
  [[nodiscard]] painter& watcher() {
    return *people_.front();
  }

  /// Connects and subscribes whoever is not there, each over another transport than its neighbour.
  void come_back();
  /// Lets everybody take what has arrived; false where nobody had anything to take.
  bool take();
  /// Lets everybody come back and finish: at the end all see the same op as the last one, and all is durable.
  void settle();
  /// Settled, all hold the same picture, and the server serves it.
  void check_rasters();

private:
  server_process& server_;
  picture_id picture_;
  std::vector<std::unique_ptr<painter>> people_;
  std::size_t next_transport_ = 0;
};

} // namespace atelier::test
