#pragma once

#include "tests/system/gathering.hpp"
#include "tests/system/stranger.hpp"
#include "tests/temporary_folder.hpp"

namespace atelier::test {

/// A server with fifty people who draw well-behaved at one picture, whatever somebody else does beside them. Whatever
/// they notice of it fails the test.
class studio {
public:
  explicit studio(std::vector<std::string> more_options = {});

  [[nodiscard]] server_process& server() noexcept {
    return server_;
  }
  /// Somebody who isn't one of them; they go on while it waits.
  [[nodiscard]] stranger visit(const std::string& url) {
    return {url, [this] {
              work();
            }};
  }
  /// Lets all of them draw and look for a moment.
  void work();
  /// All is well: everybody is there, has drawn, and holds the same picture.
  void check();
  /// Stops the server, which must go well, and gives the folder with its data folder.
  const std::filesystem::path& close();

private:
  temporary_folder folder_;
  server_process server_;
  picture_id picture_;
  gathering people_;
  std::mt19937_64 dice_{1};
};

} // namespace atelier::test
