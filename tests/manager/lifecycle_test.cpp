#include "manager/lifecycle.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

struct house : lifecycle {
  explicit house(const limits& bounds = {}) : lifecycle{bounds} {
    for (const auto each : {member::storage, member::snapshots, member::loader, member::history, member::passphrases,
                            member::attachments, member::reports, member::peers, member::engine, member::listener})
      started(each);
  }

  manager_effects end_members(std::initializer_list<member> whom) {
    manager_effects last;
    for (const auto each : whom)
      last = ended(each, "user_shutdown");
    return last;
  }

  manager_effects end_rest() {
    return end_members({member::listener, member::engine, member::storage, member::snapshots, member::loader,
                        member::history, member::passphrases, member::attachments, member::reports, member::peers});
  }
};

limits with_connections_max(std::size_t count) {
  limits bounds;
  bounds.connections_max = count;
  return bounds;
}

template <class Effect>
const Effect* find(const manager_effects& all) {
  for (const auto& each : all)
    if (const auto* found = std::get_if<Effect>(&each))
      return found;
  return nullptr;
}

exit_code code_of(const manager_effects& all) {
  const auto* end = find<over>(all);
  REQUIRE(end);
  return end->code;
}

} // namespace

TEST_CASE("a clean stop closes the listeners, ends the workers, and is over when all have gone") {
  house h;
  CHECK(find<stop_listening>(h.on(close_listeners{})));
  const auto after = h.on(engine_stopped{"SIGINT", false, false});
  CHECK(find<end_workers>(after));
  CHECK_FALSE(find<over>(after));
  CHECK(h.end_members({member::listener, member::engine, member::storage, member::snapshots, member::history,
                       member::passphrases, member::attachments, member::reports, member::peers})
            .empty());
  CHECK(code_of(h.end_members({member::loader})) == exit_code::clean);
}

TEST_CASE("the workers are ended only when no connection is left") {
  house h;
  REQUIRE(h.admit(false) == admission::in);
  REQUIRE(h.admit(false) == admission::in);
  const auto after = h.on(engine_stopped{});
  CHECK(find<stop_listening>(after));
  CHECK(find<cut_connections>(after));
  CHECK_FALSE(find<end_workers>(after));
  CHECK(h.connection_ended(admission::in).empty());
  CHECK(find<end_workers>(h.connection_ended(admission::in)));
}

TEST_CASE("the exit code tells a failure, and what was cut off") {
  const auto ended_with = [](const engine_stopped& how) {
    house h;
    static_cast<void>(h.on(how));
    return code_of(h.end_rest());
  };
  CHECK(ended_with({"", false, false}) == exit_code::clean);
  CHECK(ended_with({"", false, true}) == exit_code::cut_off);
  CHECK(ended_with({"", true, false}) == exit_code::failed);
  CHECK(ended_with({"", true, true}) == exit_code::failed);
}

TEST_CASE("a request to stop goes to the engine, until that has gone") {
  house h;
  const auto before = h.on(shutdown_requested{"SIGTERM", false});
  REQUIRE(find<ask_engine>(before));
  CHECK(find<ask_engine>(before)->what.reason == "SIGTERM");
  static_cast<void>(h.on(engine_stopped{}));
  CHECK(h.on(shutdown_requested{"SIGTERM", false}).empty());
}

TEST_CASE("a dead engine takes the server down with goodbyes, its reason and a failure") {
  house h;
  REQUIRE(h.admit(false) == admission::in);
  const auto after = h.ended(member::engine, "runtime_error");
  CHECK(find<stop_listening>(after));
  REQUIRE(find<say_goodbye_to_all>(after));
  CHECK(find<say_goodbye_to_all>(after)->reason == goodbye_reason::internal_error);
  CHECK(find<start_grace>(after));
  CHECK_FALSE(find<end_workers>(after));
  CHECK(find<end_workers>(h.connection_ended(admission::in)));
  const auto last =
      h.end_members({member::listener, member::storage, member::snapshots, member::loader, member::history,
                     member::passphrases, member::attachments, member::reports, member::peers});
  CHECK(code_of(last) == exit_code::failed);
  CHECK(find<over>(last)->reason == "the engine died: runtime_error");
}

TEST_CASE("connections that do not take their goodbye are cut when the grace is over") {
  house h;
  REQUIRE(h.admit(false) == admission::in);
  static_cast<void>(h.ended(member::engine, "runtime_error"));
  CHECK(find<cut_connections>(h.grace_is_over()));
  CHECK(find<end_workers>(h.connection_ended(admission::in)));
  CHECK(h.grace_is_over().empty());
}

TEST_CASE("a dead engine without connections needs no grace") {
  house h;
  const auto after = h.ended(member::engine, "runtime_error");
  CHECK_FALSE(find<start_grace>(after));
  CHECK(find<end_workers>(after));
}

TEST_CASE("an engine that ends after it has stopped is no failure") {
  house h;
  static_cast<void>(h.on(close_listeners{}));
  static_cast<void>(h.on(engine_stopped{}));
  CHECK(code_of(h.end_rest()) == exit_code::clean);
}

TEST_CASE("a dead listener makes the engine stop as failed, but not while the server stops") {
  house h;
  const auto after = h.ended(member::listener, "bad descriptor");
  REQUIRE(find<ask_engine>(after));
  CHECK(find<ask_engine>(after)->what.failed);
  CHECK(find<ask_engine>(after)->what.reason == "a listener died: bad descriptor");

  house stopping;
  static_cast<void>(stopping.on(close_listeners{}));
  CHECK(stopping.ended(member::listener, "user_shutdown").empty());
}

TEST_CASE("connections are admitted up to the limit, and again when one has ended") {
  house h{with_connections_max(2)};
  CHECK(h.admit(false) == admission::in);
  CHECK(h.admit(false) == admission::in);
  CHECK(h.admit(false) == admission::turned_away);
  static_cast<void>(h.connection_ended(admission::in));
  CHECK(h.admit(false) == admission::in);
  static_cast<void>(h.connection_ended(admission::turned_away));
  CHECK(h.admit(false) == admission::turned_away);
}

TEST_CASE("only so many are told at once that there is no room") {
  house h{with_connections_max(1)};
  REQUIRE(h.admit(false) == admission::in);
  int told = 0;
  while (h.admit(false) == admission::turned_away)
    ++told;
  CHECK(told > 0);
  CHECK(told < 64);
  CHECK(h.admit(false) == admission::dropped);
  static_cast<void>(h.connection_ended(admission::turned_away));
  CHECK(h.admit(false) == admission::turned_away);
}

TEST_CASE("a connection that goes on as another counts once") {
  house h{with_connections_max(1)};
  REQUIRE(h.admit(false) == admission::in);
  CHECK(h.replace());
  CHECK(h.admit(false) == admission::turned_away);
  static_cast<void>(h.connection_ended(admission::replaced));
  CHECK(h.admit(false) == admission::turned_away);
  static_cast<void>(h.connection_ended(admission::in));
  CHECK(h.admit(false) == admission::in);
}

TEST_CASE("the server is empty only when those who are turned away or replaced have gone too") {
  house h{with_connections_max(1)};
  REQUIRE(h.admit(false) == admission::in);
  REQUIRE(h.replace());
  REQUIRE(h.admit(false) == admission::turned_away);
  CHECK(find<cut_connections>(h.on(engine_stopped{})));
  CHECK_FALSE(find<end_workers>(h.connection_ended(admission::in)));
  CHECK_FALSE(find<end_workers>(h.connection_ended(admission::replaced)));
  CHECK(find<end_workers>(h.connection_ended(admission::turned_away)));
}

TEST_CASE("the owner still gets in when the server is full") {
  house h{with_connections_max(1)};
  CHECK(h.admit(false) == admission::in);
  CHECK(h.admit(false) == admission::turned_away);
  CHECK(h.admit(true) == admission::in);
}

TEST_CASE("nobody is admitted while the server stops") {
  house h;
  static_cast<void>(h.on(close_listeners{}));
  CHECK(h.admit(false) == admission::dropped);
  CHECK(h.admit(true) == admission::dropped);
  CHECK_FALSE(h.replace());
}

TEST_CASE("the listeners are closed once") {
  house h;
  CHECK(find<stop_listening>(h.on(close_listeners{})));
  CHECK(h.on(close_listeners{}).empty());
  CHECK_FALSE(find<stop_listening>(h.on(engine_stopped{})));
}
