#include "client/cli/chat_line_parser.hpp"
#include "client/cli/chat_line_splitter.hpp"

#include <doctest/doctest.h>

namespace atelier::cli::chat {

namespace {

template <class Kind>
Kind read_as(std::string_view text) {
  const auto out = parse_line(text);
  REQUIRE(std::holds_alternative<Kind>(out));
  return std::get<Kind>(out);
}

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("a line is said as it is, and nothing is said of blanks") {
  CHECK(read_as<say>("hello").text == "hello");
  CHECK(read_as<say>(" .who").text == " .who");
  CHECK(read_as<say>("3.5").text == "3.5");
  read_as<nothing>("");
  read_as<nothing>(" \t\r");
}

TEST_CASE("two dots say the rest with one") {
  CHECK(read_as<say>("..who").text == ".who");
  CHECK(read_as<say>("...").text == "..");
}

TEST_CASE("dot commands are read with their arguments") {
  read_as<usage>(".usage");
  read_as<who>(".who ");
  read_as<quit>(".quit");
  CHECK(read_as<register_player>(".register ada").handle == "ada");
  CHECK(read_as<sign_in>(".sign-in  Ada Lovelace ").handle == "Ada Lovelace");
  CHECK(read_as<history>(".history 5").count == 5);
  CHECK(read_as<history>(".history").count == 20);
  CHECK(read_as<search>(".search red  boat").query == "red  boat");
  CHECK(read_as<send_file>(".file ~/my  cat.bin ").path == "~/my  cat.bin");
  CHECK_FALSE(read_as<send_file>(".file cat.png").image);
  CHECK(read_as<send_file>(".image cat.png").image);
  CHECK(read_as<get_file>(".get 15").message == 15);
}

TEST_CASE("what is no command is answered with the list, and what a command lacks in words") {
  const auto unknown = read_as<misread>(".picture x.png").why;
  CHECK(unknown.find("\".picture\"") != std::string::npos);
  for (const auto* name : {".usage", ".register HANDLE", ".sign-in HANDLE", ".who", ".history N", ".search TEXT",
                           ".file PATH", ".image PATH", ".get ID", ".quit"})
    CHECK(unknown.find(name) != std::string::npos);
  CHECK(usage_text().find(".picture") == std::string::npos);
  read_as<misread>(".");
  read_as<misread>(".whoever");
  CHECK(read_as<misread>(".register").why.find("handle") != std::string::npos);
  CHECK(read_as<misread>(".search ").why.find("look for") != std::string::npos);
  CHECK(read_as<misread>(".history many").why.find("\"many\"") != std::string::npos);
  CHECK(read_as<misread>(".file").why.find("path") != std::string::npos);
  CHECK(read_as<misread>(".image ").why.find("path") != std::string::npos);
  CHECK(read_as<misread>(".get cat.png").why.find("\"cat.png\"") != std::string::npos);
  read_as<misread>(".get");
  read_as<misread>(".history 0");
  read_as<misread>(".history 1001");
  CHECK(read_as<misread>(".quit now").why.find("\"now\"") != std::string::npos);
}

TEST_CASE("lines come out whole, however they are cut on the way") {
  const std::string text = "one\r\ntwo\n\nthree\rfour\nend";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    chat_line_splitter splitter{100};
    strings out;
    for (std::size_t at = 0; at < text.size(); at += size)
      for (auto& each : splitter.take(std::string_view{text}.substr(at, size)))
        out.push_back(std::move(each));
    for (auto& each : splitter.finish())
      out.push_back(std::move(each));
    CHECK(out == strings{"one", "two", "", "three\rfour", "end"});
    CHECK(splitter.finish().empty());
  }
}

TEST_CASE("a line that is too long takes no more memory, stays too long and is one line") {
  chat_line_splitter splitter{4};
  CHECK(splitter.take("1234\n12345\n") == strings{"1234", "12345"});
  CHECK(splitter.take(std::string(1'000, 'x')).empty());
  const auto out = splitter.take(std::string(1'000, 'x') + "\nnext\n");
  REQUIRE(out.size() == 2);
  CHECK(out[0].size() > 4);
  CHECK(out[0].size() < 10);
  CHECK(out[1] == "next");
}

} // namespace atelier::cli::chat
