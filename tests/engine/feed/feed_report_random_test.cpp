#include "tests/engine/feed/feed_samples.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

using source = std::mt19937_64;

std::uint64_t one_of(source& random, std::uint64_t count) {
  return random() % count;
}

/// What no rule allows, and sometimes what one does.
json any_value(source& random, int depth = 0) {
  switch (one_of(random, depth > 2 ? 8 : 10)) {
  case 0:
    return nullptr;
  case 1:
    return true;
  case 2:
    return -5;
  case 3:
    return 1e300;
  case 4:
    return "";
  case 5:
    return uuid(100 + one_of(random, 8));
  case 6:
    return time_after(one_of(random, 20));
  case 7:
    return json{{one_of(random, 4), one_of(random, 9)}};
  case 8: {
    auto out = json::array();
    for (auto left = one_of(random, 4); left > 0; --left)
      out.push_back(any_value(random, depth + 1));
    return out;
  }
  default: {
    auto out = json::object();
    for (auto left = one_of(random, 4); left > 0; --left)
      out[std::string(1, static_cast<char>('a' + one_of(random, 3)))] = any_value(random, depth + 1);
    return out;
  }
  }
}

/// With every member right, missing or anything.
void hostile_message(source& random, written_feed& feed) {
  static const std::vector<const char*> names{"report_uuid", "entry_uuid", "clip_id",     "content",
                                              "modifies",    "reason",     "thread_uuid", "authortime",
                                              "body",        "links",      "user_uuid",   "archivetime"};
  json members = json::object();
  for (const auto* name : names)
    if (one_of(random, 4) > 0)
      members[name] = any_value(random);
  if (one_of(random, 2) > 0)
    members["entry_uuid"] = uuid(50 + one_of(random, 2));
  if (one_of(random, 2) > 0)
    members["modifies"] = {uuid(100 + one_of(random, 8)), uuid(100 + one_of(random, 8))};
  if (one_of(random, 2) > 0)
    members["links"] = {{"comment", uuid(100 + one_of(random, 8))}};
  if (one_of(random, 2) > 0)
    members["thread_uuid"] = uuid(100 + one_of(random, 8));
  auto text = to_text(members);
  text = text.substr(1, text.size() - 2);
  if (one_of(random, 20) == 0)
    text.resize(one_of(random, text.size() + 1));
  const auto number = feed.messages.size() + 1;
  feed.messages.push_back({number, session_id{7}, feed.srv_id, number, static_cast<feed_kind>(one_of(random, 3)),
                           one_of(random, 20) == 0 ? "no uuid \xff\"" : uuid(100 + one_of(random, 8)),
                           std::move(text)});
}

void sound_message(source& random, written_feed& feed) {
  const auto id = 100 + feed.messages.size();
  const auto entry = 50 + one_of(random, 3);
  const auto clip = one_of(random, 3) > 0 ? json(nullptr) : json("clip " + std::to_string(id));
  json content = one_of(random, 4) > 0 ? json::object() : json(nullptr);
  for (const auto* field : {"a", "b", "c"})
    if (content.is_object() && one_of(random, 2) > 0)
      content[field] = one_of(random, 3) > 0 ? json("by " + std::to_string(id)) : json(nullptr);
  const auto older = [&] {
    return 100 + one_of(random, feed.messages.size() + 1);
  };
  switch (one_of(random, 6)) {
  case 0:
    return feed.original(id, "clip", {{"a", "first"}}, entry);
  case 1:
  case 2:
    return feed.edit(id, {older(), older()}, clip, content, entry);
  case 3:
    return feed.thread(id, one_of(random, 2) > 0 ? json{{"comment", uuid(older())}} : json{{"entity", "x"}});
  case 4:
    return feed.comment(one_of(random, 2) > 0 ? id : older(), older(), "body " + std::to_string(id),
                        time_after(one_of(random, 30)));
  default:
    return feed.again(older(), one_of(random, 2) > 0 ? json(nullptr) : json{{1, id}});
  }
}

/// The same report whatever the order, the same again where everything comes twice over, and it is JSON.
void check_orders(source& random, std::vector<feed_message> messages) {
  const auto text = report_text(messages);
  REQUIRE(text.has_value());
  REQUIRE(json::accept(*text));
  for (int i = 0; i < 4; ++i) {
    std::ranges::shuffle(messages, random);
    REQUIRE_EQ(report_text(messages).value(), *text);
  }
  const auto again = messages;
  messages.insert(messages.end(), again.begin(), again.end());
  REQUIRE_EQ(report_text(messages).value(), *text);
}

/// Seconds that the report took.
double seconds_for(const std::vector<feed_message>& messages) {
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(report_text(messages).has_value());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Sanitizers make everything ten times as slow.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t scale = 10;
#else
constexpr std::uint64_t scale = 1;
#endif

// For machines that are busy, or sanitize; what grows with the square of the messages takes minutes.
constexpr double seconds_max = 20;

} // namespace

TEST_CASE("the same messages make the same report in every order") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    source random{seed};
    written_feed feed;
    for (auto left = one_of(random, 60); left > 0; --left) {
      feed.srv_id = static_cast<std::uint32_t>(1 + one_of(random, 3));
      feed.user = 900 + one_of(random, 3);
      sound_message(random, feed);
    }
    check_orders(random, std::move(feed.messages));
  }
}

TEST_CASE("whatever another server sent makes a report, and the same one in every order") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    source random{seed};
    written_feed feed;
    for (auto left = one_of(random, 40); left > 0; --left) {
      feed.srv_id = static_cast<std::uint32_t>(1 + one_of(random, 3));
      if (one_of(random, 4) == 0)
        sound_message(random, feed);
      else
        hostile_message(random, feed);
    }
    check_orders(random, std::move(feed.messages));
  }
}

TEST_CASE("a hundred thousand messages make a report at once") {
  std::vector<feed_message> all;
  for (std::uint64_t i = 0; i < 25'000 / scale; ++i) {
    written_feed four;
    four.original(4 * i, "clip", {{"name", "ada"}, {"place", "london"}, {"age", "30"}}, 4 * i);
    four.edit(4 * i + 1, {4 * i}, nullptr, {{"age", "31"}}, 4 * i);
    four.thread(4 * i + 2, {{"entry", uuid(4 * i)}});
    four.comment(4 * i + 3, 4 * i + 2, "is this so?", time_after(i));
    for (auto& each : four.messages) {
      each.seqno += 4 * i;
      all.push_back(std::move(each));
    }
  }
  const auto seconds = seconds_for(all);
  CHECK_LT(seconds, seconds_max);
}

TEST_CASE("long chains of edits, and of answers to answers, take neither a square of time nor any stack") {
  std::vector<feed_message> edits;
  std::vector<feed_message> answers;
  constexpr std::uint64_t length = 100'000 / scale;
  for (std::uint64_t i = 1; i <= length; ++i) {
    written_feed one;
    if (i == 1)
      one.original(i, "clip", {{"a", "1"}});
    else if (i % 2 == 0)
      one.edit(i, {i - 1}, nullptr, {{"b", std::to_string(i)}});
    else
      one.edit(i, {i - 1, i - 2}, nullptr, {{"c", std::to_string(i)}});
    one.thread(i, i == 1 ? json{{"entity", "x"}} : json{{"comment", uuid(i - 1)}});
    one.comment(i, i, "and so on", time_after(i));
    for (auto& each : one.messages)
      each.seqno += 3 * i;
    edits.push_back(one.messages[0]);
    answers.push_back(one.messages[1]);
    answers.push_back(one.messages[2]);
  }
  const auto edits_seconds = seconds_for(edits);
  const auto answers_seconds = seconds_for(answers);
  CHECK_LT(edits_seconds, seconds_max);
  CHECK_LT(answers_seconds, seconds_max);
  CHECK(json::accept(report_text(answers).value()));
  const auto text = report_text(edits).value();
  CHECK_NE(text.find(R"("content":{"a":"1","b":")" + std::to_string(length) + R"(","c":")"), std::string::npos);
}

TEST_CASE("edits that branch and merge without end are refused in time, or done") {
  source random{1};
  std::vector<feed_message> all;
  for (std::uint64_t i = 1; i <= 60'000 / scale; ++i) {
    written_feed one;
    if (i < 10'000 / scale)
      one.original(i, "clip", {{"a", "1"}});
    else
      one.edit(i, {i - 1 - one_of(random, 9'000 / scale), i - 1 - one_of(random, 9'000 / scale)}, nullptr,
               {{"b", "2"}});
    one.messages[0].seqno = i;
    all.push_back(one.messages[0]);
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto text = report_text(all);
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  CHECK((text.has_value() || text.error().code == errc::too_costly));
  CHECK_LT(seconds, seconds_max);
}
