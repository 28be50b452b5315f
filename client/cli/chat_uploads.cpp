#include "client/cli/chat_uploads.hpp"

#include "client/cli/chat_fault_words.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/progress.hpp"

namespace atelier::cli::chat {

using client::fault;
using client::fault_kind;
using client::outcome;

void chat_uploads::add(open_upload what) {
  if (waiting_.size() >= waiting_max)
    return complain(what.path, {fault_kind::refused,
                                std::to_string(waiting_max) + " files wait already; try again when some are sent"});
  waiting_.push_back(std::move(what));
  if (waiting_.size() == 1)
    out_.emplace_back(waiting_.front());
}

void chat_uploads::take(upload_ready what) {
  if (waiting_.empty() || upload_)
    return;
  hashes_.insert(what.what.sha256);
  progress_ = {};
  if (what.what.bytes >= transfer_progress::large_bytes_min)
    out_.emplace_back(
        remark{"sending " + presentable_name(what.what.name) + ", " + grouped(what.what.bytes) + " bytes"});
  upload_.emplace(std::move(what.what), "", key_prefix_ + "-file-" + std::to_string(next_key_++));
}

void chat_uploads::take(const upload_failed& what) {
  if (waiting_.empty())
    return;
  if (upload_)
    cancel_ = upload_->fail(what.why);
  complain(waiting_.front().path, what.why);
  next();
}

std::optional<command> chat_uploads::next_command(session_id where) {
  if (cancel_)
    return std::exchange(cancel_, std::nullopt);
  if (!upload_ || upload_->is_announced())
    return std::nullopt;
  return upload_->announce(where);
}

void chat_uploads::answered(const outcome<json>& answer) {
  if (!upload_)
    return;
  upload_->answered(answer);
  go_on();
}

bool chat_uploads::take(const client::transfer_news& news) {
  if (!upload_ || !upload_->take(news))
    return false;
  go_on();
  return true;
}

void chat_uploads::go_on() {
  if (const auto& result = upload_->result()) {
    if (*result)
      said_.push_back(**result);
    else
      complain(waiting_.front().path, result->error());
    return next();
  }
  const auto& what = upload_->what();
  if (const auto percent = progress_.take(upload_->confirmed(), what.bytes))
    out_.emplace_back(remark{presentable_name(what.name) + ": " + std::to_string(*percent) + " % sent"});
  while (const auto piece = upload_->next())
    out_.emplace_back(send_piece{*piece});
}

void chat_uploads::next() {
  out_.emplace_back(close_upload{});
  upload_.reset();
  waiting_.pop_front();
  if (!waiting_.empty())
    out_.emplace_back(waiting_.front());
}

void chat_uploads::disconnected() noexcept {
  cancel_.reset();
  if (upload_)
    upload_->disconnected();
}

std::vector<std::string> chat_uploads::take_unsent() {
  std::vector<std::string> out;
  for (const auto& each : waiting_)
    out.push_back(each.path);
  if (!waiting_.empty())
    out_.emplace_back(close_upload{});
  upload_.reset();
  waiting_.clear();
  return out;
}

void chat_uploads::complain(const std::string& path, const fault& why) {
  // What the file itself is the reason of names it.
  const bool names_it = why.kind == fault_kind::misuse;
  out_.emplace_back(complaint{"not sent: " + (names_it ? "" : presentable_name(path) + ": ") + in_words(why)});
}

} // namespace atelier::cli::chat
