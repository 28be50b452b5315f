#include "engine/engine_actor.hpp"
#include "protocol/feed_archive.hpp"
#include "tests/actor_stage.hpp"
#include "tests/engine/feed/feed_samples.hpp"

#include <caf/all.hpp>
#include <doctest/doctest.h>
#include <memory>

using namespace atelier;
using namespace atelier::test;

namespace {

/// Gives two messages at once.
struct memory_archive : feed_archive {
  std::vector<feed_message> messages{};
  /// From this page on the disk fails; the first is 0.
  std::size_t pages_good = 1'000;
  std::size_t pages_read = 0;

  result<page> read_feed(session_id project, const feed_selection& wanted, seqno_t after, seqno_t until,
                         std::size_t) override {
    if (pages_read++ >= pages_good)
      return failure(errc::storage_failure, "the disk fails");
    page out{{}, until};
    for (const auto& each : messages) {
      if (each.project != project || each.arrival <= after || each.arrival > until || !wanted.wants(each))
        continue;
      if (out.messages.size() == 2) {
        out.reached = out.messages.back().arrival;
        break;
      }
      out.messages.push_back(each);
    }
    return out;
  }
  result<std::vector<feed_message>> find_feed(session_id, feed_kind, const std::string&) override {
    return std::vector<feed_message>{};
  }
};

struct stage : actor_stage {
  std::shared_ptr<memory_archive> archive = std::make_shared<memory_archive>();
  report_actor reports = spawn_report(system, archive);

  ~stage() {
    end(reports);
  }

  result<shared_text> read(session_id project, std::optional<version_vector> at = std::nullopt) {
    self->send(reports, read_report{5, project, uuid(project.value), std::move(at)}, engine);
    report_read out;
    self->receive([&](report_read& answer) { out = std::move(answer); });
    CHECK_EQ(out.request, 5);
    return out.report;
  }
};

written_feed some_feed() {
  written_feed out;
  out.original(101, "clip 1", {{"a", "1"}});
  out.edit(102, {101}, nullptr, {{"a", "2"}});
  out.thread(1, {{"entity", "x"}});
  out.comment(2, 1, "hello", time_after(0));
  out.edit(103, {102}, nullptr, {{"a", "3"}});
  return out;
}

} // namespace

TEST_CASE("a report is made from all pages of a project's feed, or from what was there at a time") {
  stage at;
  at.archive->messages = some_feed().messages;
  CHECK_EQ(*at.read(session_id{7}).value(), report_text(at.archive->messages).value());
  CHECK_EQ(at.archive->pages_read, 3);
  const version_vector then{{1, 2}};
  CHECK_EQ(*at.read(session_id{7}, then).value(), report_text(at.archive->messages, then).value());
  const auto other = json::parse(*at.read(session_id{8}).value());
  CHECK_EQ(other["project"], json{{"proj_id", 8}, {"project_uuid", uuid(8)}});
  CHECK_EQ(other["at"], json::array());
}

TEST_CASE("where the disk fails there is no report, and no half of one") {
  stage at;
  at.archive->messages = some_feed().messages;
  at.archive->pages_good = 1;
  const auto failed = at.read(session_id{7});
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error() == error{errc::storage_failure, "the disk fails"});
  at.archive->pages_good = 1'000;
  CHECK(at.read(session_id{7}).has_value());
}
