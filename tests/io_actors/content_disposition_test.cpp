#include "io_actors/content_disposition.hpp"

#include <doctest/doctest.h>

using atelier::attachment_disposition;

TEST_CASE("a plain name stands between quotes") {
  CHECK_EQ(attachment_disposition("holiday photo (2).jpeg"), R"(attachment; filename="holiday photo (2).jpeg")");
  CHECK_EQ(attachment_disposition("it's;all=fine,here.txt"), R"(attachment; filename="it's;all=fine,here.txt")");
}

TEST_CASE("a name with quotes, or what browsers decode, follows once more in its encoding") {
  CHECK_EQ(attachment_disposition(R"(a "b".txt)"),
           R"(attachment; filename="a _b_.txt"; filename*=UTF-8''a%20%22b%22.txt)");
  CHECK_EQ(attachment_disposition("100%25.txt"), R"(attachment; filename="100_25.txt"; filename*=UTF-8''100%2525.txt)");
  CHECK_EQ(attachment_disposition(R"(";filename=evil.exe;x=")"),
           R"(attachment; filename="_;filename=evil.exe;x=_"; filename*=UTF-8''%22%3Bfilename%3Devil.exe%3Bx%3D%22)");
}

TEST_CASE("a name that is not ASCII has one underscore for each character, and its UTF-8 encoded") {
  CHECK_EQ(attachment_disposition("Skizze für Ada.png"),
           R"(attachment; filename="Skizze f_r Ada.png"; filename*=UTF-8''Skizze%20f%C3%BCr%20Ada.png)");
  CHECK_EQ(attachment_disposition("🎨.png"), R"(attachment; filename="_.png"; filename*=UTF-8''%F0%9F%8E%A8.png)");
}

TEST_CASE("no control character and no path gets into the field") {
  CHECK_EQ(attachment_disposition("a\r\nSet-Cookie: x=y\n\n.txt"), R"(attachment; filename="aSet-Cookie: x=y.txt")");
  CHECK_EQ(attachment_disposition("../../etc/passwd"), R"(attachment; filename="passwd")");
  CHECK_EQ(attachment_disposition(R"(C:\boot.ini)"), R"(attachment; filename="boot.ini")");
  CHECK_EQ(attachment_disposition(std::string{"nul\0.txt", 8}), R"(attachment; filename="nul.txt")");
  CHECK_EQ(attachment_disposition("bad\xff.txt"), R"(attachment; filename="bad.txt")");
  CHECK_EQ(attachment_disposition("/"), R"(attachment; filename="file")");
}
