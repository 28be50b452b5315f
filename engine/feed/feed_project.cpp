#include "engine/feed/feed_project.hpp"

#include <algorithm>
#include <tuple>

namespace atelier {

namespace {

template <class Map>
const typename Map::mapped_type* find_in(const Map& all, const feed_key& id) {
  const auto place = all.find(id);
  return place == all.end() ? nullptr : &place->second;
}

/// One key of two: a comment, and what was written when.
feed_key key_of_write(const feed_key& comment, std::int64_t authored, std::uint64_t content) noexcept {
  constexpr std::uint64_t spread = 0x9e3779b97f4a7c15ULL;
  return {comment.high ^ content * spread, comment.low ^ (static_cast<std::uint64_t>(authored) + content) * spread};
}

/// Takes over the `archivetime` of a message, where it is the latest of its thing.
template <class Thing>
void note_latest(Thing& of, const feed_head& what, const feed_moment& at) {
  if (at < of.latest)
    return;
  of.latest = at;
  of.archived = what.archived;
}

} // namespace

feed_project::feed_project(const feed_key_hash::seed& secret)
    : versions_{0, feed_key_hash{secret}},
      entries_{0, feed_key_hash{secret}},
      reports_{0, feed_key_hash{secret}},
      threads_{0, feed_key_hash{secret}},
      comments_{0, feed_key_hash{secret}},
      writes_{0, feed_key_hash{secret}} {}

void feed_project::add(const feed_head& what) {
  auto& highest = have_[what.srv_id];
  highest = std::max(highest, what.seqno);
  ++messages_;
  bytes_ += what.bytes;
  const feed_moment at{what.submitted, {what.srv_id, what.seqno}};
  switch (what.kind) {
  case feed_kind::entry:
    return add_version(what, at);
  case feed_kind::thread:
    return add_thread(what, at);
  case feed_kind::comment:
    return add_comment(what, at);
  }
}

void feed_project::add_version(const feed_head& what, const feed_moment& at) {
  reports_.insert(what.report);
  const auto [version_place, is_new] = versions_.try_emplace(what.id, version{what.parent, what.content, at});
  if (!is_new && at < version_place->second.first)
    version_place->second = {what.parent, what.content, at};
  const auto [entry_place, is_first] = entries_.try_emplace(what.parent);
  auto& its = entry_place->second;
  note_latest(its, what, at);
  const auto is_earlier = std::tuple{!what.is_original, at} < std::tuple{!its.has_original, its.first};
  if (!is_first && !is_earlier)
    return;
  its.report = what.report;
  its.original = what.id;
  its.first = at;
  its.has_original = what.is_original;
}

void feed_project::add_thread(const feed_head& what, const feed_moment& at) {
  const auto [place, is_new] = threads_.try_emplace(what.id);
  auto& its = place->second;
  note_latest(its, what, at);
  if (!is_new && at > its.first)
    return;
  its.comment = what.parent;
  its.content = what.content;
  its.first = at;
}

void feed_project::add_comment(const feed_head& what, const feed_moment& at) {
  const auto [place, is_new] = comments_.try_emplace(what.id);
  auto& its = place->second;
  note_latest(its, what, at);
  const auto [write, is_new_write] = writes_.try_emplace(key_of_write(what.id, what.authored, what.content), at.place);
  if (!is_new_write)
    write->second = std::min(write->second, at.place);
  if (is_new || at < its.first) {
    its.author = what.user;
    its.first = at;
  }
  if (!is_new && std::tuple{what.authored, what.user, at.place} < std::tuple{its.authored, its.user, its.place})
    return;
  its.authored = what.authored;
  its.user = what.user;
  its.place = at.place;
  its.thread = what.parent;
  its.content = what.content;
}

const feed_project::version* feed_project::find_version(const feed_key& id) const {
  return find_in(versions_, id);
}

const feed_project::entry* feed_project::find_entry(const feed_key& id) const {
  return find_in(entries_, id);
}

const feed_project::thread* feed_project::find_thread(const feed_key& id) const {
  return find_in(threads_, id);
}

const feed_project::comment* feed_project::find_comment(const feed_key& id) const {
  return find_in(comments_, id);
}

std::optional<feed_place> feed_project::find_write(const feed_key& id, std::int64_t authored,
                                                   std::uint64_t content) const {
  const auto* found = find_in(writes_, key_of_write(id, authored, content));
  return found ? std::optional{*found} : std::nullopt;
}

} // namespace atelier
