#include "tests/system/picture_access.hpp"

#include "client/cli/http_get.hpp"
#include "client/cli/image_file.hpp"
#include "client/connection.hpp"
#include "protocol/png.hpp"

#include <cstdio>
#include <doctest/doctest.h>

namespace atelier::test {

namespace {

bytes get(const server_process& server, const std::string& path) {
  auto body = cli::http_get(server.http_url() + path, std::chrono::seconds{100});
  REQUIRE_MESSAGE(body, body.error().message);
  return std::move(*body);
}

std::string path_of(picture_id picture) {
  return "/pictures/" + std::to_string(picture.value);
}

} // namespace

picture_id add_picture(const server_process& server, const std::string& name, std::uint16_t width,
                       std::uint16_t height) {
  const auto made = client::connect(server.unix_url());
  REQUIRE_MESSAGE(made, made.error().message);
  command what;
  what.session = session_id{1};
  what.action = "add_picture";
  what.args = {{"name", name}, {"width", width}, {"height", height}};
  const auto answer = made->commands.send(std::move(what)).get();
  REQUIRE_MESSAGE(answer, answer.error().message);
  return picture_id{answer->at("picture").at("id").get<std::uint32_t>()};
}

json picture_facts(const server_process& server, picture_id picture) {
  return json::parse(as_text(get(server, path_of(picture))));
}

image picture_by_http(const server_process& server, picture_id picture, std::optional<seq_t> seq) {
  const auto file = get(server, path_of(picture) + ".png" + (seq ? "?seq=" + std::to_string(*seq) : ""));
  auto decoded = decode_png(file, png_side_max);
  REQUIRE_MESSAGE(decoded, decoded.error().message);
  return std::move(*decoded);
}

stored_picture picture_on_disk(const server_process& server, const std::string& name) {
  namespace fs = std::filesystem;
  stored_picture newest;
  fs::path file;
  for (const auto& folder : fs::directory_iterator{server.data() / "pictures"}) {
    if (!folder.path().filename().string().starts_with(name + "_"))
      continue;
    for (const auto& each : fs::directory_iterator{folder}) {
      unsigned epoch = 0;
      unsigned long long seq = 0;
      if (std::sscanf(each.path().filename().c_str(), "%u-%llu.png", &epoch, &seq) != 2)
        continue;
      if (file.empty() || std::pair{epoch_t{epoch}, seq_t{seq}} > std::pair{newest.epoch, newest.seq}) {
        newest.epoch = epoch;
        newest.seq = seq;
        file = each.path();
      }
    }
  }
  REQUIRE_MESSAGE(!file.empty(), "no snapshot of the picture " << name);
  auto raster = cli::read_image(file);
  REQUIRE_MESSAGE(raster, raster.error().message);
  newest.raster = std::move(*raster);
  return newest;
}

} // namespace atelier::test
