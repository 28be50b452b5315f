#include "protocol/attachment_name.hpp"

#include "protocol/limits.hpp"

#include <doctest/doctest.h>

using atelier::clean_attachment_name;
using atelier::limits;

TEST_CASE("the name of an attachment has no path and nothing that a terminal obeys") {
  CHECK(clean_attachment_name("report.pdf") == "report.pdf");
  CHECK(clean_attachment_name("/etc/passwd") == "passwd");
  CHECK(clean_attachment_name("..\\..\\boot.ini") == "boot.ini");
  CHECK(clean_attachment_name("a/b/..") == "file");
  CHECK(clean_attachment_name(".bashrc") == "bashrc");
  CHECK(clean_attachment_name("  . .hidden  ") == "hidden");
  CHECK(clean_attachment_name("two\nlines\x1b[2J.txt") == "twolines[2J.txt");
  CHECK(clean_attachment_name("gpj.\xE2\x80\xAE"
                              "exe")
        == "gpj.exe");
  CHECK(clean_attachment_name("bad\xFF.bin") == "bad.bin");
  CHECK(clean_attachment_name("Skizze für Ada.png") == "Skizze für Ada.png");
  CHECK(clean_attachment_name("") == "file");
  CHECK(clean_attachment_name("dir/") == "file");
}

TEST_CASE("a long name of an attachment is cut at a character and keeps its ending") {
  std::string wide;
  for (int i = 0; i < 200; ++i)
    wide += "ü";
  const auto cut = clean_attachment_name(wide + ".jpeg");
  CHECK(cut.size() <= limits::attachment_name_bytes_max);
  CHECK(cut.ends_with("ü.jpeg"));
  const auto without = clean_attachment_name(wide);
  CHECK(without.size() == limits::attachment_name_bytes_max - 1);
  CHECK(without.ends_with("ü"));
}
