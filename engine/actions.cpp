#include "engine/arguments.hpp"
#include "engine/commands.hpp"
#include "engine/list_page.hpp"
#include "protocol/server_messages.hpp"

#include <array>
#include <string>
#include <tuple>
#include <vector>

namespace atelier {

template <auto Member>
void commands::by(commands& all, const asker& who, const command& what, turn& now) {
  const auto parts = std::tie(all, all.sessions_, all.players_, all.chat_, all.attachments_, all.teams_,
                              all.challenges_, all.games_, all.events_, all.feed_, all.links_);
  [&]<class Part>(void (Part::*member)(const asker&, const command&, turn&)) {
    (std::get<Part&>(parts).*member)(who, what, now);
  }(Member);
}

std::span<const commands::action> commands::all() noexcept {
  using enum action_scope;
  static constexpr std::array table{
      action{"ping", global, right::all, by<&commands::ping>},
      action{"pictures", either, right::all, by<&commands::pictures>},
      action{"picture", either, right::all, by<&commands::one_picture>},
      action{"add_picture", session, right::all, by<&commands::add_picture>},
      action{"rename_picture", either, right::all, by<&commands::rename_picture>},
      action{"remove_picture", either, right::all, by<&commands::remove_picture>},
      action{"sessions", global, right::all, by<&sessions::list>},
      action{"add_session", global, right::all, by<&sessions::add>},
      action{"rename_session", session, right::own, by<&sessions::rename>},
      action{"remove_session", session, right::own, by<&sessions::remove>},
      action{"set_session_metadata", session, right::own, by<&sessions::set_metadata>},
      action{"state", either, right::all, by<&sessions::state>},
      action{"enter_session", session, right::all, by<&sessions::enter>},
      action{"leave_session", session, right::all, by<&sessions::leave>},
      action{"players", global, right::all, by<&players::list>},
      action{"add_player", global, right::all, by<&players::add>},
      action{"sign_in", global, right::all, by<&players::sign_in>},
      action{"sign_out", global, right::all, by<&players::sign_out>},
      action{"set_player_handle", global, right::own, by<&players::set_handle>},
      action{"set_player_passphrase", global, right::own, by<&players::set_passphrase>},
      action{"remove_player", global, right::own, by<&players::remove>},
      action{"set_player_session", global, right::own, by<&players::set_session>},
      action{"add_team", session, right::own, by<&teams::add>},
      action{"rename_team", session, right::own, by<&teams::rename>},
      action{"remove_team", session, right::own, by<&teams::remove>},
      action{"assign_player_to_team", session, right::own, by<&teams::assign>},
      action{"challenges", global, right::all, by<&challenges::list>},
      action{"add_challenge", global, right::own, by<&challenges::add>},
      action{"set_challenge", global, right::admin, by<&challenges::set>},
      action{"remove_challenge", global, right::admin, by<&challenges::remove>},
      action{"delete_all_challenges", global, right::admin, by<&challenges::remove_all>},
      action{"challenge_sets", global, right::all, by<&challenges::list_sets>},
      action{"add_challenge_set", global, right::own, by<&challenges::add_set>},
      action{"set_challenge_set", global, right::admin, by<&challenges::set_set>},
      action{"remove_challenge_set", global, right::admin, by<&challenges::remove_set>},
      action{"import_challenges", global, right::own, by<&challenges::import>},
      action{"start", session, right::own, by<&games::start>},
      action{"stop", session, right::own, by<&games::stop>},
      action{"events", session, right::all, by<&session_events::list>},
      action{"game_config", session, right::all, by<&games::config>},
      action{"set_game_config", session, right::own, by<&games::set_config>},
      action{"say", session, right::all, by<&chat::say>},
      action{"edit_message", session, right::own, by<&chat::edit_message>},
      action{"delete_message", session, right::own, by<&chat::delete_message>},
      action{"message_history", session, right::own, by<&chat::message_history>},
      action{"search_messages", session, right::all, by<&chat::search_messages>},
      action{"who", session, right::all, by<&chat::who_is_there>},
      action{"attach", session, right::all, by<&attachments::attach>},
      action{"fetch_attachment", global, right::all, by<&attachments::fetch>},
      action{"cancel_transfer", global, right::all, by<&attachments::cancel>},
      action{"post_entry", session, right::all, by<&feed::post_entry>},
      action{"edit_entry", session, right::all, by<&feed::edit_entry>},
      action{"post_thread", session, right::all, by<&feed::post_thread>},
      action{"post_comment", session, right::all, by<&feed::post_comment>},
      action{"archive", session, right::all, by<&feed::archive>},
      action{"unarchive", session, right::all, by<&feed::unarchive>},
      action{"feed_links", either, right::all, by<&feed_links::list>},
      action{"follow_feed", either, right::admin, by<&feed_links::follow>},
      action{"unfollow_feed", session, right::admin, by<&feed_links::unfollow>},
      action{"config", global, right::all, by<&commands::config>},
      action{"set_config", global, right::admin, by<&commands::set_config>},
      action{"shutdown", global, right::admin, by<&commands::shutdown>},
  };
  // Then each mode's own, whose rights are seen by its rules.
  static const auto whole = [] {
    std::vector<action> out{table.begin(), table.end()};
    for (const auto* mode : all_modes())
      for (const auto name : mode->actions)
        out.push_back({name, session, right::all, by<&games::play>});
    return out;
  }();
  return whole;
}

void commands::ping(const asker& who, const command&, turn& now) {
  replies_.answer(who, json{{"at", to_iso8601(now.now.wall)}}, now);
}

void commands::pictures(const asker& who, const command& what, turn& now) {
  const auto wanted = [&](const picture& each) {
    return !what.session || each.record.session == what.session;
  };
  replies_.answer(who, list_page("pictures", what, world_.pictures, wanted), now);
}

result<picture*> commands::picture_named_by(const command& what) {
  arguments args{what.args};
  const picture_id id{args.number("picture")};
  if (args.wrong())
    return tl::unexpected{*args.wrong()};
  auto* found = world_.find_picture(id);
  if (!found)
    return failure(errc::not_found, "there is no picture " + std::to_string(id.value));
  if (what.session && found->record.session != what.session)
    return failure(errc::not_found, "there is no picture " + std::to_string(id.value) + " in session "
                                        + std::to_string(what.session->value));
  return found;
}

result<picture*> commands::picture_to_change(const command& what) {
  auto found = picture_named_by(what);
  if (found && !what.session && (*found)->record.session)
    return failure(errc::no_session_supplied, "the picture belongs to session "
                                                  + std::to_string((*found)->record.session->value)
                                                  + "; name it in \"session\"");
  return found;
}

void commands::one_picture(const asker& who, const command& what, turn& now) {
  const auto found = picture_named_by(what);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  replies_.answer(who, json{{"picture", to_json(**found)}}, now);
}

void commands::add_picture(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  picture_wanted wanted;
  wanted.name = args.text("name");
  wanted.created_by = args.optional_text("created_by").value_or("");
  wanted.width = args.optional_number("width");
  wanted.height = args.optional_number("height");
  wanted.session = what.session;
  if (const auto prototype = args.optional_number("prototype"))
    wanted.prototype = picture_id{*prototype};
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  making_.make(who, std::move(wanted), now);
}

void commands::rename_picture(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto name = args.text("name");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto found = picture_to_change(what);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto cleaned = clean_name(name, "the name of a picture");
  if (!cleaned)
    return replies_.answer(who, tl::unexpected{cleaned.error()}, now);
  auto& renamed = **found;
  renamed.record.name = std::move(*cleaned);
  world_.commits.add(renamed.record);
  const auto shown = to_json(renamed);
  replies_.answer(who, json{{"picture", shown}}, now);
  replies_.spread({{renamed.record.session, "picture_renamed", {{"picture", shown}}}}, now);
}

void commands::remove_picture(const asker& who, const command& what, turn& now) {
  const auto found = picture_to_change(what);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto& removed = **found;
  const auto session = removed.record.session;
  if (session && world_.playing.contains(*session) && world_.sessions.at(*session).mode != "free")
    return replies_.answer(who,
                           failure(errc::game_in_progress, "a game runs in session " + std::to_string(session->value)
                                                               + "; its pictures can be removed when it is over"),
                           now);
  const auto shown = to_json(removed);
  world_.commits.add(picture_removed{removed.record.id});
  replies_.answer(who, json{{"picture", shown}}, now);
  replies_.spread({{session, "picture_removed", {{"picture", shown}}}}, now);
  keeping_.remove(removed, now);
}

void commands::config(const asker& who, const command&, turn& now) {
  replies_.answer(who, json{{"config", world_.config.show()}}, now);
}

void commands::set_config(const asker& who, const command& what, turn& now) {
  const auto stored = world_.config.set(what.args);
  if (!stored)
    return replies_.answer(who, tl::unexpected{stored.error()}, now);
  for (const auto& [name, value] : *stored)
    world_.commits.add(config_record{name, value});
  const auto shown = world_.config.show();
  replies_.answer(who, json{{"config", shown}}, now);
  replies_.spread({{std::nullopt, "config_changed", {{"config", shown}}}}, now);
}

void commands::shutdown(const asker& who, const command&, turn& now) {
  replies_.answer(who, json::object(), now);
  shutdown_asked_ = true;
}

} // namespace atelier
