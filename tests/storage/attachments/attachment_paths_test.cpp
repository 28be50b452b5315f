#include "storage/attachments/attachment_paths.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

const std::string hash = "ab" + std::string(62, '0');

} // namespace

TEST_CASE("a hash is 64 hexadecimal digits in lower case, and nothing else") {
  CHECK(is_content_hash(hash));
  for (const auto& text : {std::string{}, hash.substr(1), hash + '0', "AB" + hash.substr(2), "../" + hash.substr(3),
                           "g" + hash.substr(1), hash.substr(1) + '\0', hash.substr(1) + '/'}) {
    CAPTURE(text);
    CHECK_FALSE(is_content_hash(text));
  }
}

TEST_CASE("content and thumbnail lie in a folder of the first two digits") {
  const attachment_paths paths{"/data/attachments"};
  CHECK(paths.content(hash) == "/data/attachments/ab/" + hash);
  CHECK(paths.thumbnail(hash) == "/data/attachments/ab/" + hash + ".png");
  CHECK(paths.partials() == "/data/attachments/partial");
  CHECK(attachment_paths::is_folder_name("ab"));
  for (const auto* name : {"", "a", "abc", "AB", "..", "partial", "g0"})
    CHECK_FALSE(attachment_paths::is_folder_name(name));
}

TEST_CASE("the name of a partial is read as it is written, and others are not") {
  const partial_name name{hash, 17};
  CHECK(name.text() == hash + "-17");
  const auto read = parse_partial_name(name.text());
  REQUIRE(read);
  CHECK(read->hash == hash);
  CHECK(read->number == 17);
  for (const auto& text :
       {std::string{}, hash, hash + '-', hash + "-x", hash + "-1x", hash + "--1", hash + "-01", hash + "-+1",
        hash + "-99999999999999999999", std::string{"a-1"}, hash + "-1.part", hash + ".png"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_partial_name(text));
  }
}

TEST_CASE("the name of a thumbnail tells whose it is") {
  CHECK(hash_of_thumbnail(hash + ".png") == hash);
  for (const auto& text : {hash, hash + ".jpg", std::string{".png"}, "0" + hash + ".png", hash + ".png.png"})
    CHECK_FALSE(hash_of_thumbnail(text));
}
