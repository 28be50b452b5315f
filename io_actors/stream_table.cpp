#include "io_actors/stream_table.hpp"

#include <string>

namespace atelier {

std::optional<error> stream_table::no_room_for(mux_id mux) const {
  if (streams_.contains(mux))
    return error{errc::already_exists,
                 "mux_id " + std::to_string(mux.value) + " is in use; it is free again after its \"closed\""};
  if (streams_.size() >= streams_max_)
    return error{errc::rate_limited, std::to_string(streams_.size()) + " streams are open on this connection, and "
                                         + std::to_string(streams_max_) + " is the most; close one first"};
  return std::nullopt;
}

std::optional<error> stream_table::open(mux_id mux, picture_id picture) {
  if (const auto at = pictures_.find(picture); at != pictures_.end() && !streams_.contains(mux))
    return error{errc::already_exists, "picture " + std::to_string(picture.value)
                                           + " is already subscribed to on this connection, with mux_id "
                                           + std::to_string(at->second.value)};
  if (auto wrong = no_room_for(mux))
    return wrong;
  streams_.emplace(mux, stream{picture});
  pictures_.emplace(picture, mux);
  return std::nullopt;
}

std::optional<error> stream_table::open_texts(mux_id mux, std::optional<json> sync_id) {
  if (auto wrong = no_room_for(mux))
    return wrong;
  streams_.emplace(mux, stream{}).first->second.sync_id = std::move(sync_id);
  return std::nullopt;
}

result<std::optional<stream_table::closing>> stream_table::close(mux_id mux) {
  const auto at = streams_.find(mux);
  if (at == streams_.end())
    return failure(errc::not_found, "mux_id " + std::to_string(mux.value) + " names no open stream of this connection");
  auto& which = at->second;
  if (which.closing)
    return failure(errc::not_found, "mux_id " + std::to_string(mux.value) + " is being closed already");
  which.closing = true;
  if (which.ended)
    return std::nullopt;
  return closing{which.picture};
}

bool stream_table::end(mux_id mux, picture_id picture) {
  const auto at = streams_.find(mux);
  if (at == streams_.end() || at->second.picture != picture || at->second.ended)
    return false;
  at->second.ended = true;
  return true;
}

void stream_table::synced(picture_id picture) {
  if (const auto at = pictures_.find(picture); at != pictures_.end())
    streams_.at(at->second).synced = true;
}

void stream_table::erase(picture_id picture) {
  const auto at = pictures_.find(picture);
  if (at == pictures_.end())
    return;
  streams_.erase(at->second);
  pictures_.erase(at);
}

void stream_table::synced(mux_id mux) {
  if (const auto at = streams_.find(mux); at != streams_.end())
    at->second.synced = true;
}

void stream_table::erase(mux_id mux) {
  streams_.erase(mux);
}

bool stream_table::has_texts(mux_id mux) const {
  const auto at = streams_.find(mux);
  return at != streams_.end() && !at->second.picture;
}

std::optional<json> stream_table::sync_id_of(mux_id mux) const {
  const auto at = streams_.find(mux);
  return at == streams_.end() ? std::nullopt : at->second.sync_id;
}

std::optional<picture_id> stream_table::picture_of(mux_id mux) const {
  const auto at = streams_.find(mux);
  return at == streams_.end() ? std::nullopt : at->second.picture;
}

std::optional<mux_id> stream_table::mux_of(picture_id picture) const {
  const auto at = pictures_.find(picture);
  return at == pictures_.end() ? std::nullopt : std::optional{at->second};
}

bool stream_table::may_draw_on(picture_id picture) const {
  const auto at = pictures_.find(picture);
  if (at == pictures_.end())
    return false;
  const auto& which = streams_.at(at->second);
  return which.synced && !which.closing && !which.ended;
}

std::vector<mux_id> stream_table::closable() const {
  std::vector<mux_id> out;
  for (const auto& [mux, which] : streams_)
    if (which.synced && !which.closing && !which.ended)
      out.push_back(mux);
  return out;
}

} // namespace atelier
