#include "client/cli/chat_attachments.hpp"

#include <iterator>

namespace atelier::cli::chat {

using client::fault_kind;
using client::outcome;

void chat_attachments::take(file_event what) {
  if (auto* ready = std::get_if<upload_ready>(&what))
    uploads_.take(std::move(*ready));
  else if (const auto* unsent = std::get_if<upload_failed>(&what))
    uploads_.take(*unsent);
  else if (const auto* begun = std::get_if<download_ready>(&what))
    downloads_.take(*begun);
  else if (const auto* unkept = std::get_if<download_failed>(&what))
    downloads_.take(*unkept);
  else
    downloads_.take(std::get<download_kept>(what));
}

outcome<void> chat_attachments::take_blocks(byte_view message) {
  while (!message.empty()) {
    const auto next = take_block(message);
    if (!next)
      return client::failed(fault_kind::broken_contract, "a binary message is damaged: " + next.error().message);
    downloads_.take(*next);
  }
  return {};
}

outcome<void> chat_attachments::take_news(const json& message) {
  return client::to_transfer_news(message).map([this](const client::transfer_news& news) {
    // News of what was given up meanwhile are for nobody.
    static_cast<void>(uploads_.take(news) || downloads_.take(news));
  });
}

std::optional<command> chat_attachments::next_command(session_id where, std::int64_t id) {
  auto out = uploads_.next_command(where);
  auto* waits = &upload_id_;
  if (!out) {
    out = downloads_.next_command();
    waits = &download_id_;
  }
  if (out && out->action == "cancel_transfer")
    others_.insert(id);
  else if (out)
    *waits = id;
  return out;
}

bool chat_attachments::answered(std::int64_t id, const outcome<json>& answer) {
  if (upload_id_ == id) {
    upload_id_.reset();
    uploads_.answered(answer);
  } else if (download_id_ == id) {
    download_id_.reset();
    downloads_.answered(answer);
  } else {
    return others_.erase(id) > 0;
  }
  return true;
}

void chat_attachments::disconnected() noexcept {
  upload_id_.reset();
  download_id_.reset();
  others_.clear();
  uploads_.disconnected();
  downloads_.disconnected();
}

effects chat_attachments::take_effects() {
  auto out = uploads_.take_effects();
  auto more = downloads_.take_effects();
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return out;
}

} // namespace atelier::cli::chat
