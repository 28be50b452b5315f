#pragma once

#include "io_actors/feed_link.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <string>
#include <variant>
#include <vector>

namespace atelier::test {

inline constexpr auto url = "ws://other.example:7070/ws";
inline constexpr session_id first{3}, second{4};
inline constexpr auto first_uuid = "11111111-0000-4000-8000-000000000001";
inline constexpr auto second_uuid = "22222222-0000-4000-8000-000000000002";
inline constexpr auto item_uuid = "aaaaaaaa-0000-4000-8000-000000000001";

/// A link whose shell does what it says, and writes down what it said.
struct linked {
  explicit linked(std::uint64_t seed = 1) : link{url, 1, seed} {}

  feed_link link;
  feed_link::time_point now{std::chrono::hours{1}};
  int opens = 0, cuts = 0;
  std::vector<std::string> written;
  std::vector<session_id> asked;
  std::vector<feed_items_received> items;
  std::string state;

  void settle() {
    for (auto& each : link.take_effects()) {
      if (std::holds_alternative<open_link>(each))
        ++opens;
      else if (std::holds_alternative<cut_link>(each))
        ++cuts;
      else if (const auto* text = std::get_if<write_to_link>(&each))
        written.push_back(text->text);
      else if (const auto* question = std::get_if<feed_position_asked>(&each))
        asked.push_back(question->project);
      else if (auto* batch = std::get_if<feed_items_received>(&each))
        items.push_back(std::move(*batch));
      else
        state = std::get<link_changed>(each).state;
    }
  }
  template <class Message>
  void tell(const Message& what) {
    link.on(what);
    settle();
  }
  void follow(session_id project, const std::string& uuid) {
    link.on(follow_project{url, project, uuid}, now);
    settle();
  }
  void hear(const json& what) {
    hear_text(what.dump());
  }
  void hear_text(const std::string& text) {
    link.received(text, now);
    settle();
  }
  void lose() {
    link.lost("the connection was lost: end of stream", now);
    settle();
  }
  void open() {
    link.opened(now);
    settle();
  }
  /// Lets time go on to the next tick, and gives how long that took.
  std::chrono::milliseconds wait() {
    const auto at = link.next_tick();
    REQUIRE(at);
    const auto took = std::chrono::ceil<std::chrono::milliseconds>(*at - now);
    now = std::max(now, *at);
    link.tick(now);
    settle();
    return took;
  }
  void greet(std::uint32_t srv_id = 2) {
    open();
    hear({{"type", "hello"}, {"protocol", 1}, {"server", "atelier"}, {"connection", 17}, {"srv_id", srv_id}});
  }
  void position(session_id project, const version_vector& have = {}) {
    tell(feed_position{url, project, have});
  }
  /// Up, with the first project subscribed as mux 1.
  void begin() {
    follow(first, first_uuid);
    greet();
    position(first);
  }
  void comment(std::int64_t mux, seqno_t seqno, std::uint32_t srv_id = 2) {
    hear({{"type", "comment"}, {"mux_id", mux}, {"srv_id", srv_id}, {"seqno", seqno}, {"comment_uuid", item_uuid}});
  }
  void sync(std::int64_t mux) {
    hear({{"type", "sync"}, {"mux_id", mux}});
  }
  [[nodiscard]] std::vector<seqno_t> seqnos() const {
    std::vector<seqno_t> out;
    for (const auto& batch : items)
      for (const auto& each : batch.items)
        out.push_back(each.seqno);
    return out;
  }
};

} // namespace atelier::test
