#include "client/cli/chat_session_lookup.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

const json sessions{{"sessions",
                     {{{"id", 1}, {"name", "lobby"}},
                      {{"id", 2}, {"name", "harbour"}},
                      {{"id", 3}, {"name", "2"}},
                      {{"id", 4}, {"name", "harbour"}}}}};

} // namespace

TEST_CASE("a session is found by its id or its name, by the id first") {
  CHECK(find_session(sessions, "lobby").value().id == session_id{1});
  CHECK(find_session(sessions, "1").value().name == "lobby");
  CHECK(find_session(sessions, "2").value().id == session_id{2});
}

TEST_CASE("a session that is not there, or not the only one, is refused in words that help") {
  const auto none = find_session(sessions, "attic");
  REQUIRE_FALSE(none);
  CHECK(none.error().code == "not_found");
  CHECK(none.error().message.find("\"attic\"") != std::string::npos);
  const auto many = find_session(sessions, "harbour");
  REQUIRE_FALSE(many);
  CHECK(many.error().message.find("2, 4") != std::string::npos);
  const auto odd = find_session({{"sessions", {{{"id", "x"}}}}}, "lobby");
  REQUIRE_FALSE(odd);
  CHECK(odd.error().kind == client::fault_kind::broken_contract);
}

} // namespace atelier::cli
