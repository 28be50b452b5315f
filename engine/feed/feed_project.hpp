#pragma once

#include "engine/feed/feed_key_hash.hpp"
#include "protocol/feed_head.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace atelier {

/// Where a message stands: the server that it was written at, and its number there.
struct feed_place {
  std::uint32_t srv_id = 0;
  seqno_t seqno = 0;
  friend constexpr auto operator<=>(const feed_place&, const feed_place&) = default;
};

/// What messages are ordered by in a report (engine/feed/README.md).
struct feed_moment {
  /// Milliseconds since 1970.
  std::int64_t submitted = 0;
  feed_place place{};
  friend constexpr auto operator<=>(const feed_moment&, const feed_moment&) = default;
};

/// What the rules look at of one project's feed: which things there are, and what stands of each. It is the same
/// whatever order the messages came in. Takes about 250 bytes for a message, without its `archivetime`.
class feed_project {
public:
  explicit feed_project(const feed_key_hash::seed& secret = {});

  struct version {
    feed_key entry{};
    /// `feed_head::content` of its first message.
    std::uint64_t content = 0;
    feed_moment first{};
  };

  struct entry {
    feed_key report{};
    /// Its first version: an original, where one is known.
    feed_key original{};
    feed_moment first{};
    bool has_original = false;
    /// Of all its versions' messages the latest, and its `archivetime`.
    feed_moment latest{};
    std::shared_ptr<const version_vector> archived{};
  };

  struct thread {
    /// The comment that it links to; nothing is the empty key.
    feed_key comment{};
    std::uint64_t content = 0;
    feed_moment first{};
    feed_moment latest{};
    std::shared_ptr<const version_vector> archived{};
  };

  struct comment {
    /// Who wrote the first message.
    feed_key author{};
    feed_moment first{};
    feed_moment latest{};
    std::shared_ptr<const version_vector> archived{};
    /// What stands: the message with the latest `authored`, then the greater user, then the greater place.
    std::int64_t authored = 0;
    feed_key user{};
    feed_place place{};
    feed_key thread{};
    std::uint64_t content = 0;
  };

  void add(const feed_head& what);

  /// Of each server the highest seqno.
  [[nodiscard]] const version_vector& have() const noexcept {
    return have_;
  }
  [[nodiscard]] bool has_report(const feed_key& id) const {
    return reports_.contains(id);
  }
  /// These are null where it is not known.
  [[nodiscard]] const version* find_version(const feed_key& id) const;
  [[nodiscard]] const entry* find_entry(const feed_key& id) const;
  [[nodiscard]] const thread* find_thread(const feed_key& id) const;
  [[nodiscard]] const comment* find_comment(const feed_key& id) const;
  /// The message that first said this in a comment, at that time.
  [[nodiscard]] std::optional<feed_place> find_write(const feed_key& id, std::int64_t authored,
                                                     std::uint64_t content) const;

  [[nodiscard]] std::size_t messages() const noexcept {
    return messages_;
  }
  [[nodiscard]] std::uint64_t bytes() const noexcept {
    return bytes_;
  }

private:
  template <class Thing>
  using map_of = std::unordered_map<feed_key, Thing, feed_key_hash>;

  void add_version(const feed_head& what, const feed_moment& at);
  void add_thread(const feed_head& what, const feed_moment& at);
  void add_comment(const feed_head& what, const feed_moment& at);

  version_vector have_;
  map_of<version> versions_;
  map_of<entry> entries_;
  std::unordered_set<feed_key, feed_key_hash> reports_;
  map_of<thread> threads_;
  map_of<comment> comments_;
  /// By comment, time and content.
  map_of<feed_place> writes_;
  std::size_t messages_ = 0;
  std::uint64_t bytes_ = 0;
};

} // namespace atelier
