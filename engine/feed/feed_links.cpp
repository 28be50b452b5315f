#include "engine/feed/feed_links.hpp"

#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "engine/feed/feed_arguments.hpp"
#include "protocol/feed_limits.hpp"
#include "protocol/websocket_url.hpp"

#include <algorithm>
#include <optional>

namespace atelier {

namespace {

/// The argument `url`, in its one form.
result<std::string> url_of(const json& args) {
  arguments given{args};
  const auto text = given.text("url");
  if (given.wrong())
    return tl::unexpected{*given.wrong()};
  return read_websocket_url(text).map([](const websocket_url& read) { return to_string(read); });
}

} // namespace

feed_links::feed_links(world& all, replies& answers) : world_{all}, replies_{answers} {
  for (auto& each : std::exchange(all.stored_feed_links, {}))
    if (world_.sessions.contains(each.project))
      links_[{each.project, std::move(each.url)}].is_stored = true;
}

json feed_links::shown(const key& which) const {
  const auto& [id, url] = which;
  const auto state = states_.find(url);
  return {{"url", url},
          {"project", id.value},
          {"project_uuid", world_.sessions.at(id).uuid},
          {"state", state == states_.end() ? "not connected yet" : state->second}};
}

void feed_links::list(const asker& who, const command& what, turn& now) {
  bounded_list out;
  for (const auto& [which, each] : links_)
    if ((!what.session || which.first == what.session) && !out.add(shown(which)))
      break;
  replies_.answer(who, std::move(out).under("links"), now);
}

result<feed_links::project> feed_links::project_of(const asker& who, const command& what, turn& now) {
  feed_arguments given{what.args};
  const auto uuid = given.optional_uuid("project_uuid");
  const auto name = given.optional_text("name", limits::name_bytes_max);
  if (given.wrong())
    return tl::unexpected{*given.wrong()};
  if (what.session) {
    if (const auto& own = world_.sessions.at(*what.session).uuid; uuid && *uuid != own)
      return failure(errc::bad_data, "\"project_uuid\" is " + *uuid + "; session " + std::to_string(what.session->value)
                                         + " has " + own);
    return project{*what.session};
  }
  if (!uuid)
    return failure(errc::no_session_supplied,
                   "follow_feed is about one project; name its \"session\" here, or its \"project_uuid\"");
  const auto known = std::ranges::find(world_.sessions, *uuid,
                                       [](const auto& each) -> const std::string& { return each.second.uuid; });
  if (known != world_.sessions.end())
    return project{known->first};
  constexpr std::size_t uuid_digits = 8;
  return maker_->make_project(who, *uuid, name.value_or("project " + uuid->substr(0, uuid_digits)), now)
      .map([](session_id made) {
        return project{made, true};
      });
}

void feed_links::follow(const asker& who, const command& what, turn& now) {
  const auto url = url_of(what.args);
  if (!url)
    return replies_.answer(who, tl::unexpected{url.error()}, now);
  if (links_.size() >= feed_limits::links_max)
    return replies_.answer(
        who,
        failure(errc::rate_limited,
                "this server follows at most " + std::to_string(feed_limits::links_max) + " projects at others"),
        now);
  const auto followed = project_of(who, what, now);
  if (!followed)
    return replies_.answer(who, tl::unexpected{followed.error()}, now);
  const key which{followed->id, *url};
  auto& its = links_[which];
  if (!std::exchange(its.is_stored, true))
    world_.commits.add(feed_link_record{*url, followed->id});
  tell(which, its, now);
  replies_.answer(who, json{{"link", shown(which)}}, now);
  if (followed->is_new)
    maker_->tell_of(followed->id, now);
}

void feed_links::unfollow(const asker& who, const command& what, turn& now) {
  const auto url = url_of(what.args);
  if (!url)
    return replies_.answer(who, tl::unexpected{url.error()}, now);
  const key which{*what.session, *url};
  const auto place = links_.find(which);
  if (place == links_.end())
    return replies_.answer(who,
                           failure(errc::not_found, "session " + std::to_string(what.session->value)
                                                        + " is not followed at " + *url + "; feed_links lists where"),
                           now);
  if (!place->second.is_stored)
    return replies_.answer(who,
                           failure(errc::forbidden, "all projects are followed at " + *url
                                                        + ", which was named when this server was started"),
                           now);
  world_.commits.add(feed_link_removed{*url, *what.session});
  replies_.answer(who, json{{"link", shown(which)}}, now);
  place->second.is_stored = false;
  if (place->second.is_named)
    return;
  links_.erase(place);
  now.out.emplace_back(unfollow_project{*url, *what.session});
}

void feed_links::tell(const key& which, link& what, turn& now) {
  const auto& [id, url] = which;
  if (!std::exchange(what.is_told, true))
    now.out.emplace_back(follow_project{url, id, world_.sessions.at(id).uuid});
}

void feed_links::follow_at_peer(session_id id, const std::string& url, turn& now) {
  const key which{id, url};
  if (links_.size() >= feed_limits::links_max && !links_.contains(which)) {
    if (!std::exchange(is_full_told_, true))
      now.log(log_line::level::warning, "this server follows at most " + std::to_string(feed_limits::links_max)
                                            + " projects at others; the rest is not followed");
    return;
  }
  auto& its = links_[which];
  its.is_named = true;
  tell(which, its, now);
}

void feed_links::on(const peers_named& input, turn& now) {
  for (auto& [which, each] : links_)
    tell(which, each, now);
  for (const auto& url : input.urls) {
    peers_.push_back(url);
    for (const auto& [id, each] : world_.sessions)
      follow_at_peer(id, url, now);
  }
}

void feed_links::on(const link_changed& input, turn& now) {
  const auto is_of = [&](const auto& each) {
    return each.first.second == input.url;
  };
  if (std::ranges::none_of(links_, is_of)) {
    states_.erase(input.url);
    return;
  }
  if (auto& state = states_[input.url]; state != input.state) {
    state = input.state;
    now.log(log_line::level::info, "the feeds at " + input.url + ": " + input.state);
  }
}

void feed_links::added(session_id id, turn& now) {
  for (const auto& each : peers_)
    follow_at_peer(id, each, now);
}

void feed_links::removed(session_id id, turn& now) {
  // Storage takes its rows out by itself.
  std::erase_if(links_, [&](const auto& each) {
    if (each.first.first != id)
      return false;
    now.out.emplace_back(unfollow_project{each.first.second, id});
    return true;
  });
}

} // namespace atelier
