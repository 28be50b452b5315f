#include "manager/web_folder.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace atelier;

namespace {

std::filesystem::path find(const std::filesystem::path& program, const std::set<std::filesystem::path>& with_page) {
  return find_web_folder(program, "/src/atelier/web", [&](const auto& folder) { return with_page.contains(folder); });
}

} // namespace

TEST_CASE("an installed program finds the page that was installed with it") {
  CHECK(find("/usr/bin/atelierd", {"/usr/share/atelier/web", "/usr/web"}) == "/usr/share/atelier/web");
}

TEST_CASE("a program in a build folder finds the page of its source tree") {
  CHECK(find("/home/ada/atelier/build/dev/bin/atelierd", {"/home/ada/atelier/web"}) == "/home/ada/atelier/web");
}

TEST_CASE("a program in a build folder elsewhere finds the page of the tree that it was built from") {
  CHECK(find("/build/bin/atelierd", {"/src/atelier/web"}) == "/src/atelier/web");
}

TEST_CASE("without a page there is no folder") {
  CHECK(find("/usr/bin/atelierd", {}).empty());
  CHECK(find("/usr/bin/atelierd", {"/web"}).empty());
}
