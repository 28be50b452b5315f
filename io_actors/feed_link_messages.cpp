#include "io_actors/feed_item.hpp"
#include "io_actors/feed_link.hpp"

#include <limits>
#include <utility>

namespace atelier {

namespace {

constexpr std::int64_t protocol_spoken = 1;

/// What is shown of another server's words.
constexpr std::size_t words_bytes_max = 200;

const json& member(const json& object, const char* name) {
  static const json nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::string words_in(const json& error) {
  const auto& message = error.is_object() ? member(error, "message") : error;
  return message.is_string() ? sanitized(message.get<std::string>().substr(0, words_bytes_max)) : shown_value(message);
}

} // namespace

void feed_link::received_nonsense(const std::string& what, time_point now) {
  leave_for_a_while("it sent " + what, now);
}

void feed_link::received(std::string_view text, time_point now) {
  if (step_ != step::greeting && step_ != step::up)
    return;
  const auto message = parse_json(text);
  if (!message)
    return received_nonsense("what is no message: " + message.error().message, now);
  if (!message->is_object() || !member(*message, "type").is_string())
    return received_nonsense("a message without a type", now);
  const auto type = member(*message, "type").get<std::string>();
  if (type == "goodbye")
    return goodbye(*message, now);
  if (step_ == step::greeting) {
    if (type != "hello")
      return received_nonsense(shown(type) + " where its hello should have come", now);
    return greeted(*message, now);
  }
  const auto kind = feed_kind_named(type);
  const bool is_of_stream =
      kind || type == "sync" || type == "closed" || (type == "error" && message->contains("mux_id"));
  std::optional<session_id> about;
  if (is_of_stream && !find_stream(*message, about))
    return received_nonsense("a message of type " + shown(type) + " with \"mux_id\" "
                                 + shown_value(member(*message, "mux_id")) + ", which it was not asked for",
                             now);
  if (type == "error")
    return error_came(*message, about, now);
  if (!about)
    return;
  pause_ = first_pause;
  if (kind)
    item(*kind, *about, text, *message, now);
  else if (type == "sync")
    synced(projects_.at(*about));
  else
    set_aside(*about, "its stream ended: " + shown_value(member(*message, "reason")), now);
}

void feed_link::greeted(const json& hello, time_point now) {
  const auto& protocol = member(hello, "protocol");
  if (!protocol.is_number_integer() || protocol != protocol_spoken)
    return leave_for_a_while("it speaks protocol " + shown_value(protocol) + "; this server speaks 1", now);
  const auto& srv_id = member(hello, "srv_id");
  if (!srv_id.is_number_unsigned() || srv_id.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max())
    return received_nonsense("a hello whose \"srv_id\" is " + shown_value(srv_id), now);
  if (srv_id == own_srv_id_)
    return leave_for_a_while("has the same srv_id " + std::to_string(own_srv_id_)
                                 + " as this server; give one of them another with --srv-id on a new data folder",
                             now);
  step_ = step::up;
  for (auto& [id, each] : projects_)
    ask(id, each);
}

bool feed_link::find_stream(const json& message, std::optional<session_id>& out) const {
  const auto& mux = member(message, "mux_id");
  if (!mux.is_number_integer() || mux < 1 || mux > last_mux_)
    return false;
  if (const auto found = muxes_.find(mux.get<std::int64_t>()); found != muxes_.end())
    out = found->second;
  return true;
}

void feed_link::item(feed_kind kind, session_id id, std::string_view text, const json& message, time_point now) {
  auto came = read_feed_item(kind, text, message);
  if (!came)
    return received_nonsense("a message that can't be taken: " + came.error().message, now);
  came->project = id;
  if (gathered_.project != id)
    flush();
  gathered_.project = id;
  gathered_bytes_ += came->members.size();
  gathered_.items.push_back(std::move(*came));
  // While the engine has something to do, more comes together.
  if (waiting_ == 0 || gathered_.items.size() >= feed_limits::batch_messages_max
      || gathered_bytes_ >= feed_limits::batch_bytes_max)
    flush();
}

void feed_link::synced(project& which) {
  which.at = stage::live;
  which.complaint.clear();
  // Whoever reads that it is in sync finds there what came before.
  flush();
  show_progress();
}

void feed_link::set_aside(session_id id, std::string complaint, time_point now) {
  auto& which = projects_.at(id);
  muxes_.erase(which.mux);
  which.at = stage::resting;
  which.mux = 0;
  which.complaint = std::move(complaint);
  which.due = now + project_pause;
  show_progress();
}

void feed_link::goodbye(const json& message, time_point now) {
  const auto state = "it said goodbye: " + shown_value(member(message, "reason"));
  if (member(message, "retry") == false)
    return leave_for_a_while(state, now);
  out_.emplace_back(cut_link{});
  leave(state, now + next_pause());
}

void feed_link::error_came(const json& message, const std::optional<session_id>& about, time_point now) {
  const auto words = words_in(member(message, "error"));
  if (about)
    set_aside(*about, words, now);
  else if (!message.contains("mux_id"))
    leave_for_a_while("it refused something: " + words, now);
}

} // namespace atelier
