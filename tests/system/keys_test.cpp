#include "tests/system/environment.hpp"
#include "tests/system/gathering.hpp"
#include "tests/system/keyed_client.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <iterator>

using namespace atelier;
using namespace atelier::test;

namespace {

using names = std::map<std::uint32_t, std::string>;

names listed(const server_process& server) {
  auto made = client::connect(server.tcp_url());
  REQUIRE_MESSAGE(made, made.error().message);
  command what;
  what.action = "pictures";
  const auto answer = made->commands.send(what).get();
  REQUIRE_MESSAGE(answer, answer.error().message);
  names out;
  for (const auto& each : answer->at("pictures"))
    REQUIRE(out.emplace(each.at("id").get<std::uint32_t>(), each.at("name").get<std::string>()).second);
  return out;
}

} // namespace

TEST_CASE("a command with a key is carried out once and answered as the first time, over cuts and kill -9") {
  const auto seed = from_environment("ATELIER_SEED", 1);
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  const temporary_folder folder;
  server_process server{folder.path()};
  keyed_client client{server, uuid_of(1), dice};
  auto expected = listed(server);
  REQUIRE(expected.size() == 1);
  const auto roll = [&](std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice);
  };

  const auto kills = from_environment("ATELIER_KILL_ROUNDS", 5);
  const auto all = kills + from_environment("ATELIER_CUTS", 60);
  for (std::size_t i = 0; i < all; ++i) {
    // The kills are spread evenly among the cuts.
    const bool kill = (i + 1) * kills / all > i * kills / all;
    const auto trouble = kill ? keyed_client::trouble::kill : keyed_client::trouble::cut;
    const auto name = "name " + std::to_string(i);
    if (roll(2) == 0) {
      const auto made = client.order("add_picture", {{"name", name}, {"width", 8}, {"height", 8}}, trouble);
      const auto id = made.at("picture").at("id").get<std::uint32_t>();
      REQUIRE(expected.emplace(id, name).second);
    } else {
      auto& [id, old] = *std::next(expected.begin(), static_cast<std::ptrdiff_t>(roll(expected.size())));
      const auto made = client.order("rename_picture", {{"picture", id}, {"name", name}}, trouble);
      CHECK(made.at("picture").at("name") == name);
      old = name;
    }
    client.repeat_one();
  }
  CHECK(listed(server) == expected);
  REQUIRE(server.stop() == 0);
  server.start();
  for (int i = 0; i < 10; ++i)
    client.repeat_one();
  CHECK(listed(server) == expected);
}
