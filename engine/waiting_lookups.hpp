#pragma once

#include "engine/replies.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace atelier {

/// Questions that wait for the database's reader, with what is known of each: few of one connection, so that nobody
/// keeps all others waiting.
template <class Known>
class waiting_lookups {
public:
  explicit waiting_lookups(world& all) : world_{all} {}

  /// The number of a new question. Fails with `rate_limited`.
  [[nodiscard]] result<std::uint64_t> add(const asker& who, Known known) {
    const auto& bounds = world_.bounds();
    const auto own = std::ranges::count_if(all_, [&](const auto& each) { return each.second.first.from == who.from; });
    if (static_cast<std::size_t>(own) >= bounds.client_lookups_max || all_.size() >= bounds.lookups_max)
      return failure(errc::rate_limited, "too many questions wait for the database; wait for an answer and ask again");
    const auto request = world_.next_lookup++;
    all_.emplace(request, std::pair{who, std::move(known)});
    return request;
  }

  /// Nothing where it is none (any more).
  [[nodiscard]] std::optional<std::pair<asker, Known>> take(std::uint64_t request) {
    const auto place = all_.find(request);
    if (place == all_.end())
      return std::nullopt;
    auto out = std::move(place->second);
    all_.erase(place);
    return out;
  }

  /// Answers all that the server is shutting down.
  void stop(replies& answers, turn& now) {
    for (const auto& [request, waiting] : std::exchange(all_, {}))
      answers.answer({waiting.first.from, waiting.first.id, std::nullopt},
                     failure(errc::shutting_down, "the server is shutting down; ask again when it is back"), now);
  }

private:
  world& world_;
  std::map<std::uint64_t, std::pair<asker, Known>> all_;
};

} // namespace atelier
