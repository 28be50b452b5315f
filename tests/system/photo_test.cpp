#include "client/cli/image_file.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <list>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::size_t drawers = 8;
constexpr std::size_t viewers = 10;

/// A real photograph; a part of it where the programs are slow.
image photograph() {
  const std::string file = ATELIER_SOURCE_DIR "/build/photo.png";
  REQUIRE_MESSAGE(std::filesystem::exists(file), file << " is missing; scripts/photo.sh " << file << " makes it");
  const auto whole = cli::read_image(file);
  REQUIRE_MESSAGE(whole, whole.error().message);
  REQUIRE(whole->width >= 1000);
  REQUIRE(whole->height >= 1000);
  if (!is_instrumented)
    return *whole;
  image part{400, 300};
  for (std::uint16_t y = 0; y < part.height; ++y)
    for (std::uint16_t x = 0; x < part.width; ++x)
      part.at(x, y) = whole->at(x + 300u, y + 300u);
  return part;
}

/// Several programs draw strips of one image, others watch, over all transports.
class exhibition {
public:
  exhibition() : image_{photograph()} {
    const auto written = cli::write_image(source(), image_);
    REQUIRE_MESSAGE(written, written.error().message);
    picture_ = add_picture(server_, "photo", image_.width, image_.height);
    for (std::size_t i = 0; i < viewers; ++i)
      watchers_.emplace_back(program, arguments(i, {"watch", id(), "--png", seen_by(i), "--until-seq", count()}));
    for (std::size_t i = 0; i < drawers; ++i)
      painters_.emplace_back(program, arguments(i, {"draw", id(), source(), "--strip",
                                                    std::to_string(i + 1) + "/" + std::to_string(drawers)}));
  }

  void kill_halfway() {
    REQUIRE(eventually([this] {
      // Counted first, so that none is counted twice.
      const auto ended = count_ended();
      const auto facts = picture_facts(server_, picture_);
      // A program that has not joined would rightly give up on a server that it has never seen.
      const bool all_came = facts.at("viewers").get<std::size_t>() + ended == drawers + viewers;
      return all_came && facts.at("seq").get<std::size_t>() >= image_.pixels.size() / 2;
    }));
    server_.kill();
    server_.start();
    WARN(picture_facts(server_, picture_).at("seq").get<std::size_t>() < image_.pixels.size());
  }

  /// Waits until all have drawn and seen everything, and compares.
  void check() {
    for (auto* group : {&painters_, &watchers_})
      for (auto& each : *group) {
        const auto code = each.wait();
        REQUIRE_MESSAGE(code == 0, each.errors());
      }
    // Each pixel is an op, and each op counts once.
    CHECK(picture_facts(server_, picture_).at("seq").get<std::size_t>() == image_.pixels.size());
    for (std::size_t i = 0; i < viewers; ++i) {
      CAPTURE(i);
      const auto seen = cli::read_image(seen_by(i));
      REQUIRE_MESSAGE(seen, seen.error().message);
      CHECK(*seen == image_);
    }
    CHECK(picture_by_http(server_, picture_) == image_);
    REQUIRE(server_.stop() == 0);
    const auto stored = picture_on_disk(server_, "photo");
    CHECK(stored.seq == image_.pixels.size());
    CHECK(stored.raster == image_);
  }

private:
  [[nodiscard]] std::size_t count_ended() const {
    const auto has_ended = [](const auto& each) {
      return each.has_ended();
    };
    return static_cast<std::size_t>(std::ranges::count_if(painters_, has_ended)
                                    + std::ranges::count_if(watchers_, has_ended));
  }
  [[nodiscard]] std::string source() const {
    return folder_.path() / "source.png";
  }
  [[nodiscard]] std::string seen_by(std::size_t viewer) const {
    return folder_.path() / ("seen-" + std::to_string(viewer) + ".png");
  }
  [[nodiscard]] std::string id() const {
    return std::to_string(picture_.value);
  }
  [[nodiscard]] std::string count() const {
    return std::to_string(image_.pixels.size());
  }
  [[nodiscard]] std::vector<std::string> arguments(std::size_t number, std::vector<std::string> more) const {
    more.insert(more.begin(), {"--quiet", "--connect", server_.url(number)});
    return more;
  }

  const std::string program = ATELIER_BIN_DIR "/atelier";
  image image_;
  temporary_folder folder_;
  server_process server_{folder_.path() / "data", {"--log-level", "warning"}};
  picture_id picture_;
  std::list<child_process> watchers_;
  std::list<child_process> painters_;
};

} // namespace

TEST_CASE("a photograph drawn by eight programs at once is the same for ten viewers, over HTTP and on disk") {
  exhibition show;
  show.check();
}

TEST_CASE("a photograph is drawn to its last pixel, each once, though the server is killed halfway") {
  exhibition show;
  show.kill_halfway();
  show.check();
}
