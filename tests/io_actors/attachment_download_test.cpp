#include "io_actors/attachment_download.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

const std::string hash(64, 'a');

result<attachment_piece> piece(std::uint64_t offset, std::size_t size, std::uint64_t total,
                               std::string type = "image/png") {
  return attachment_piece{std::make_shared<const bytes>(size), offset, total, std::move(type)};
}

std::string field(const http_answer& of, std::string_view name) {
  for (const auto& [known, value] : of.fields)
    if (known == name)
      return value;
  return {};
}

http_answer begun(const attachment_route& what, const result<attachment_piece>& first, std::string_view tags = {}) {
  attachment_download one{what, false};
  (void)one.ask();
  return one.begin(first, tags);
}

} // namespace

TEST_CASE("the next part is asked for while one is being written, one at a time, from the first byte to the last") {
  attachment_download one{{hash, false, {}}, false};
  CHECK_EQ(one.ask(), 0);
  CHECK_FALSE(one.ask());
  const auto head = one.begin(piece(0, 100, 250), {});
  CHECK_EQ(head.status, 200);
  CHECK_EQ(head.body.data.size(), 100);
  CHECK_EQ(head.bytes_total, 250);
  CHECK_FALSE(one.is_done());
  CHECK_EQ(one.ask(), 100);
  CHECK_FALSE(one.part());
  CHECK(one.take(piece(100, 100, 250)));
  CHECK_FALSE(one.ask());
  REQUIRE(one.part());
  CHECK_EQ(one.ask(), 200);
  CHECK_FALSE(one.is_complete());
  CHECK(one.take(piece(200, 50, 250)));
  CHECK(one.is_complete());
  CHECK_FALSE(one.is_done());
  CHECK_FALSE(one.ask());
  const auto last = one.part();
  REQUIRE(last);
  CHECK_EQ(last->size(), 50);
  CHECK(one.is_done());
}

TEST_CASE("an attachment of one part is done with its answer") {
  attachment_download one{{hash, false, {}}, false};
  (void)one.ask();
  CHECK_EQ(one.begin(piece(0, 100, 100), {}).bytes_total, 100);
  CHECK(one.is_done());
  CHECK_FALSE(one.ask());
}

TEST_CASE("what cannot be read is an error at first, and later the end") {
  attachment_download missing{{hash, false, {}}, false};
  (void)missing.ask();
  const auto answer = missing.begin(failure(errc::not_found, "no such attachment"), {});
  CHECK_EQ(answer.status, 404);
  CHECK_EQ(answer.content_type, "application/json");
  CHECK(field(answer, "Cache-Control").empty());
  CHECK(missing.is_done());
  attachment_download broken{{hash, false, {}}, false};
  (void)broken.ask();
  (void)broken.begin(piece(0, 100, 250), {});
  (void)broken.ask();
  CHECK_FALSE(broken.take(failure(errc::storage_failure, "the disk fails")));
}

TEST_CASE("a part that is not what follows never gets into the answer") {
  for (const auto& bad : {piece(0, 0, 100), piece(1, 99, 100), piece(0, 101, 100),
                          result<attachment_piece>{attachment_piece{nullptr, 0, 100, "image/png"}}})
    CHECK_EQ(begun({hash, false, {}}, bad).status, 500);
  for (const auto& bad : {piece(100, 0, 250), piece(99, 10, 250), piece(101, 10, 250), piece(100, 151, 250),
                          piece(100, 100, 300), result<attachment_piece>{attachment_piece{nullptr, 100, 250, "x"}}}) {
    attachment_download one{{hash, false, {}}, false};
    (void)one.ask();
    (void)one.begin(piece(0, 100, 250), {});
    (void)one.ask();
    CHECK_FALSE(one.take(bad));
  }
}

TEST_CASE("who asks for the head gets it with the whole length, and nothing more is asked for") {
  attachment_download one{{hash, false, {}}, true};
  (void)one.ask();
  CHECK_EQ(one.begin(piece(0, 100, 250), {}).bytes_total, 250);
  CHECK(one.is_done());
  CHECK_FALSE(one.ask());
}

TEST_CASE("an attachment is saved by browsers rather than shown, and kept by them") {
  const auto answer = begun({hash, false, "../für Ada.png"}, piece(0, 10, 10));
  CHECK_EQ(answer.content_type, "image/png");
  CHECK_EQ(field(answer, "Content-Disposition"),
           R"(attachment; filename="f_r Ada.png"; filename*=UTF-8''f%C3%BCr%20Ada.png)");
  CHECK_EQ(field(answer, "Content-Security-Policy"), "default-src 'none'; sandbox");
  CHECK_EQ(field(answer, "Cache-Control"), "private, max-age=31536000, immutable");
  CHECK_EQ(field(answer, "ETag"), '"' + hash + '"');
  CHECK_EQ(field(begun({hash, false, {}}, piece(0, 10, 10)), "Content-Disposition"),
           "attachment; filename=\"" + hash + '"');
  const auto thumbnail = begun({hash, true, {}}, piece(0, 10, 10));
  CHECK_EQ(field(thumbnail, "ETag"), '"' + hash + "-thumbnail\"");
  CHECK_EQ(field(thumbnail, "Content-Disposition"), "attachment; filename=\"" + hash + ".png\"");
}

TEST_CASE("only the type of an image that has no scripts in it is told to browsers") {
  for (const std::string type : {"image/png", "image/jpeg", "image/gif", "image/webp", "image/vnd.microsoft.icon"})
    CHECK_EQ(begun({hash, false, {}}, piece(0, 10, 10, type)).content_type, type);
  for (const std::string type : {"text/html", "image/svg+xml", "image/", "", "application/pdf", "image/png\r\nX: y",
                                 "image/png; charset=x", "IMAGE/SVG"})
    CHECK_EQ(begun({hash, false, {}}, piece(0, 10, 10, type)).content_type, "application/octet-stream");
}

TEST_CASE("who has it already is told so, and nothing more is asked for") {
  attachment_download one{{hash, false, {}}, false};
  (void)one.ask();
  const auto answer = one.begin(piece(0, 100, 250), '"' + hash + '"');
  CHECK_EQ(answer.status, 304);
  CHECK(answer.body.data.empty());
  CHECK_EQ(field(answer, "ETag"), '"' + hash + '"');
  CHECK(one.is_done());
  CHECK_EQ(begun({hash, true, {}}, piece(0, 10, 10), '"' + hash + '"').status, 200);
  CHECK_EQ(begun({hash, false, {}}, piece(0, 10, 10), "W/\"x\", \"" + hash + '"').status, 304);
}
