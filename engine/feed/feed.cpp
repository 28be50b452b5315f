#include "engine/feed/feed.hpp"

#include "engine/feed/feed_drafts.hpp"
#include "engine/uuid_source.hpp"
#include "protocol/feed_limits.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

/// How often a comment may change while it is looked for.
constexpr unsigned lookup_tries_max = 8;

feed_key_hash::seed secret_of(uuid_source& random) {
  const auto key = feed_key_of(random.next());
  return {key.high, key.low};
}

} // namespace

feed::feed(world& all, replies& answers, std::size_t messages_max, std::uint64_t bytes_max)
    : world_{all},
      replies_{answers},
      index_{std::exchange(all.stored_feed, {}), secret_of(all.uuids), messages_max, bytes_max},
      streams_{all},
      lookups_{all} {}

void feed::post_entry(const asker& who, const command& what, turn& now) {
  write(who, what, write_entry, now);
}

void feed::edit_entry(const asker& who, const command& what, turn& now) {
  write(who, what, write_edit, now);
}

void feed::post_thread(const asker& who, const command& what, turn& now) {
  write(who, what, write_thread, now);
}

void feed::post_comment(const asker& who, const command& what, turn& now) {
  write(who, what, write_comment, now);
}

void feed::archive(const asker& who, const command& what, turn& now) {
  begin_archiving(who, what, true, now);
}

void feed::unarchive(const asker& who, const command& what, turn& now) {
  begin_archiving(who, what, false, now);
}

std::string feed::user_of(const asker& who, const command& what) const {
  const auto& client = world_.clients.at(who.from);
  if (client.player != player_id{})
    if (const auto& uuid = world_.players.at(client.player).uuid; !uuid.empty())
      return uuid;
  const auto& named = what.client ? what.client : client.client;
  // Whoever knew a client's own UUID could draw and ask as that client.
  return named ? public_uuid_of(*named) : std::string{nil_uuid};
}

feed_writer feed::writer(const asker& who, session_id project, std::string user_uuid, const turn& now) {
  return {index_.of(project), std::move(user_uuid), world_.clients.at(who.from).admin, now.now.wall, world_.uuids};
}

void feed::write(const asker& who, const command& what, rules by, turn& now) {
  auto draft = by(writer(who, *what.session, user_of(who, what), now), what.args);
  if (!draft)
    return replies_.answer(who, tl::unexpected{draft.error()}, now);
  answer(who, *what.session, std::move(*draft), now);
}

void feed::answer(const asker& who, session_id project, feed_draft draft, turn& now) {
  if (!draft.earlier && index_.is_full_for(draft.head.bytes))
    return replies_.answer(who, failure(errc::rate_limited, keeps_at_most()), now);
  const auto place = draft.earlier ? *draft.earlier : feed_place{world_.srv_id, world_.next_feed_seqno};
  json told{{"srv_id", place.srv_id}, {"seqno", place.seqno}};
  told.update(draft.names);
  if (draft.earlier)
    return replies_.answer(who, told, now);
  ++world_.next_feed_seqno;
  draft.message.project = project;
  draft.message.srv_id = place.srv_id;
  draft.message.seqno = place.seqno;
  keep(std::move(draft.message), std::move(draft.head), now);
  replies_.answer(who, told, now);
}

void feed::keep(feed_message what, feed_head head, turn& now) {
  what.arrival = world_.next_feed_arrival++;
  head.arrival = what.arrival;
  head.project = what.project;
  head.srv_id = what.srv_id;
  head.seqno = what.seqno;
  index_.add(head);
  world_.commits.add(what);
  streams_.said(what, now);
}

void feed::begin_archiving(const asker& who, const command& what, bool archives, turn& now) {
  auto wanted = read_archiving(index_.of(*what.session), what.args, archives);
  if (!wanted)
    return replies_.answer(who, tl::unexpected{wanted.error()}, now);
  look_up(who, {*what.session, std::move(*wanted), user_of(who, what)}, now);
}

void feed::look_up(const asker& who, waiting known, turn& now) {
  const auto project = known.project;
  const auto kind = known.what.kind;
  const auto standing = standing_of(index_.of(project), known.what);
  const auto request = lookups_.add(who, std::move(known));
  if (!request)
    return replies_.answer(who, tl::unexpected{request.error()}, now);
  // Only what is on disk is found.
  world_.commits.hold(now, find_feed{*request, project, kind, standing->uuid});
}

void feed::on(feed_found input, turn& now) {
  auto found = lookups_.take(input.request);
  // As in `chat::found`.
  if (!found || !world_.find_client(found->first.from) || replies_.answer_again(found->first, now))
    return;
  auto& [who, known] = *found;
  if (!world_.sessions.contains(known.project))
    return replies_.answer(who, failure(errc::not_found, "there is no session " + std::to_string(known.project.value)),
                           now);
  if (!input.messages)
    return replies_.answer(who, tl::unexpected{input.messages.error()}, now);
  go_on(who, std::move(known), *input.messages, now);
}

void feed::go_on(const asker& who, waiting known, const std::vector<feed_message>& found, turn& now) {
  const auto& project = index_.of(known.project);
  const auto standing = standing_of(project, known.what);
  const auto message = std::ranges::find(found, standing->place, [](const feed_message& each) {
    return feed_place{each.srv_id, each.seqno};
  });
  // What stands may have changed while the disk was asked.
  if (message == found.end() && ++known.tries < lookup_tries_max)
    return look_up(who, std::move(known), now);
  if (message == found.end())
    return replies_.answer(who,
                           failure(errc::rate_limited, std::string{name_of(known.what.kind)} + " " + known.what.uuid
                                                           + " changes too fast; try again"),
                           now);
  auto draft = write_again(writer(who, known.project, known.user_uuid, now), known.what, *message);
  if (!draft)
    return replies_.answer(who, tl::unexpected{draft.error()}, now);
  answer(who, known.project, std::move(*draft), now);
}

void feed::subscribe(texts_requested input, turn& now) {
  auto& source = input.source;
  if (!source.project_uuid.empty()) {
    const auto named = std::ranges::find(world_.sessions, source.project_uuid,
                                         [](const auto& each) -> const std::string& { return each.second.uuid; });
    if (named == world_.sessions.end())
      return now.send(
          input.from,
          stream_refused{input.mux, {errc::not_found, "there is no project with the UUID " + source.project_uuid}});
    source.session = named->first;
  }
  streams_.subscribe(input, now);
}

void feed::on(const feed_position_asked& input, turn& now) {
  interrupted_.erase({input.url, input.project});
  auto have = index_.of(input.project).have();
  // What was written here is here.
  have[world_.srv_id] = static_cast<seqno_t>(limits::client_number_max);
  now.out.emplace_back(feed_position{input.url, input.project, std::move(have)});
}

std::optional<std::string> feed::refused(const feed_items_received& of, const feed_message& what) {
  const auto& have = index_.of(of.project).have();
  if (what.srv_id == world_.srv_id)
    return covers(have, what.srv_id, what.seqno)
               ? ""
               : "sends messages of server " + std::to_string(what.srv_id)
                     + ", which is this one, that were never written here; two servers may not have the same srv_id";
  if (covers(have, what.srv_id, what.seqno) || interrupted_.contains({of.url, of.project}))
    return "";
  if (what.members.size() > feed_limits::foreign_message_bytes_max)
    return "sends messages of more than " + std::to_string(feed_limits::foreign_message_bytes_max) + " bytes";
  if (!have.contains(what.srv_id) && have.size() + 1 >= limits::since_max)
    return "sends messages of more than " + std::to_string(limits::since_max) + " servers";
  if (!index_.is_full_for(what.members.size()))
    return std::nullopt;
  interrupted_.emplace(of.url, of.project);
  return "is not followed any further: " + keeps_at_most();
}

void feed::on(feed_items_received input, turn& now) {
  if (world_.sessions.contains(input.project) && !world_.stopping)
    for (auto& each : input.items) {
      if (auto why = refused(input, each)) {
        if (!why->empty())
          log_once(input.url, *why, now);
        continue;
      }
      each.project = input.project;
      auto head = head_of(each);
      keep(std::move(each), std::move(head), now);
    }
  // A server that sends faster than the disk writes waits.
  world_.commits.hold(now, feed_items_taken{std::move(input.url)});
}

std::string feed::keeps_at_most() const {
  return "this server keeps at most " + std::to_string(index_.messages_max()) + " messages of feeds, and "
         + std::to_string(index_.bytes_max()) + " bytes of them";
}

void feed::log_once(const std::string& url, const std::string& why, turn& now) {
  if (logged_.size() >= feed_limits::links_max)
    logged_.clear();
  if (logged_.emplace(url, why).second)
    now.log(log_line::level::warning, "the server at " + url + " " + why + "; that is left out");
}

void feed::removed(session_id project, turn& now) {
  streams_.removed(project, now);
  index_.remove(project);
  std::erase_if(interrupted_, [&](const auto& each) { return each.second == project; });
}

void feed::stop(turn& now) {
  lookups_.stop(replies_, now);
}

} // namespace atelier
