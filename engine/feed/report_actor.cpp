#include "engine/engine_actor.hpp"
#include "engine/feed/feed_report.hpp"
#include "protocol/feed_archive.hpp"
#include "runtime/thread_name.hpp"

#include <caf/all.hpp>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace atelier {

namespace {

/// What is read from disk at once.
constexpr std::size_t page_bytes = 1024 * 1024;
constexpr auto no_limit = std::numeric_limits<seqno_t>::max();

struct report_state {
  static inline const char* name = "report";
  std::shared_ptr<feed_archive> archive;
};

result<shared_text> make_report(feed_archive& from, const read_report& what) {
  feed_report out{what.project, what.project_uuid, what.at};
  const feed_selection all{{}, {true, true, true}};
  for (seqno_t after = 0; after < no_limit;) {
    auto page = from.read_feed(what.project, all, after, no_limit, page_bytes);
    if (!page)
      return tl::unexpected{std::move(page.error())};
    for (const auto& message : page->messages)
      if (auto failed = out.take(message))
        return tl::unexpected{*std::move(failed)};
    after = page->reached;
  }
  return out.text().map([](std::string text) { return std::make_shared<const std::string>(std::move(text)); });
}

report_actor::behavior_type report(report_actor::stateful_pointer<report_state> self,
                                   std::shared_ptr<feed_archive> archive) {
  runtime::name_this_thread("report");
  self->state.archive = std::move(archive);
  return {
      [self](const read_report& what, const engine_actor& engine) {
        self->send(engine, report_read{what.request, make_report(*self->state.archive, what)});
      },
  };
}

} // namespace

report_actor spawn_report(caf::actor_system& system, std::shared_ptr<feed_archive> archive) {
  return system.spawn<caf::detached>(report, std::move(archive));
}

} // namespace atelier
