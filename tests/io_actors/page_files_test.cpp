#include "io_actors/page_files.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace atelier;
namespace fs = std::filesystem;

namespace {

/// A folder with a page in it, gone with its owner.
struct folder {
  folder() {
    fs::create_directories(root / "web/assets");
    write("web/index.html", "<p>hello</p>");
    write("web/assets/app.js", "export {}");
    write("secret.txt", "secret");
    fs::create_symlink(root / "secret.txt", root / "web/link.txt");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream{root / name} << text;
  }
  [[nodiscard]] http_answer get(const std::string& path, std::string_view tag = {}) const {
    return file_answer(root / "web", path, tag);
  }

  test::temporary_folder made;
  const fs::path& root = made.path();
};

std::string field(const http_answer& of, std::string_view name) {
  for (const auto& [key, value] : of.fields)
    if (key == name)
      return value;
  return {};
}

} // namespace

TEST_CASE("a file of the page is served with its type, and HTML with a policy") {
  const folder page;
  const auto html = page.get("index.html");
  CHECK_EQ(html.status, 200);
  CHECK_EQ(html.content_type, "text/html; charset=utf-8");
  CHECK_EQ(as_text(html.body.data), "<p>hello</p>");
  CHECK_NE(field(html, "Content-Security-Policy").find("default-src 'self'"), std::string::npos);
  const auto script = page.get("assets/app.js");
  CHECK_EQ(script.content_type, "text/javascript; charset=utf-8");
  CHECK_EQ(field(script, "Content-Security-Policy"), "");
  CHECK_EQ(content_type_of("a.unknown"), "application/octet-stream");
}

TEST_CASE("a browser that has the file already is told so, until it changes") {
  const folder page;
  const auto tag = field(page.get("index.html"), "ETag");
  REQUIRE_FALSE(tag.empty());
  const auto same = page.get("index.html", "\"other\", " + tag);
  CHECK_EQ(same.status, 304);
  CHECK(same.body.data.empty());
  page.write("web/index.html", "<p>hello again</p>");
  CHECK_EQ(page.get("index.html", tag).status, 200);
}

TEST_CASE("what is not there, no file or outside the folder is not found") {
  const folder page;
  CHECK_EQ(page.get("missing.html").status, 404);
  CHECK_EQ(page.get("assets").status, 404);
  CHECK_EQ(page.get("../secret.txt").status, 404);
  CHECK_EQ(page.get("link.txt").status, 404);
  CHECK_EQ(file_answer("", "index.html", {}).status, 404);
}
