#include "client/cli/chat_conversation.hpp"

#include <iterator>

namespace atelier::cli::chat {

void conversation::blocks_received(byte_view message, time_point now) {
  last_heard_ = now;
  pinged_ = false;
  if (over_)
    return;
  if (const auto taken = files_.take_blocks(message); !taken)
    return give_up(taken.error());
  go_on_with_files();
  finish_if_done();
}

void conversation::file_changed(file_event what) {
  files_.take(std::move(what));
  go_on_with_files();
  finish_if_done();
}

void conversation::fetch_attached() {
  for (const auto& each : view_.take_attached())
    // What was sent from here lies here, and whoever is leaving wants no more.
    if (!input_ended_ || how_.follow)
      if (!files_.uploads().has_sent(each.attachment->hash))
        files_.downloads().add(each, false);
  go_on_with_files();
}

void conversation::fetch(seqno_t message) {
  const auto* found = view_.find(message);
  if (!found)
    out_.emplace_back(complaint{"message " + std::to_string(message)
                                + " is not among the latest ones; .search finds it by its words"});
  else if (!found->attachment)
    out_.emplace_back(complaint{"message " + std::to_string(message) + " has no file"});
  else
    files_.downloads().add(*found, true);
  go_on_with_files();
}

void conversation::go_on_with_files() {
  // Nothing is sent under another name than the one that was asked for before it.
  if (state_ == state::joined && !farewell_ && !outbox_.changes_who_speaks())
    while (const auto next = files_.next_command(*session_, next_id_))
      command(next->action, next->args, next->session.has_value(), next->key.value_or(""));
  for (const auto& each : files_.uploads().take_said())
    said({{"message", each}});
  auto more = files_.take_effects();
  out_.insert(out_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

} // namespace atelier::cli::chat
