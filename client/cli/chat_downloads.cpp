#include "client/cli/chat_downloads.hpp"

#include "client/cli/chat_fault_words.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/progress.hpp"

namespace atelier::cli::chat {

using client::fault;
using client::outcome;

void chat_downloads::add(const chat_message& of, bool asked_for) {
  const wanted what{of.id, of.kind, *of.attachment};
  const auto by_hand = "; .get " + std::to_string(of.id) + " fetches it";
  if (waiting_.size() >= waiting_max)
    out_.emplace_back(complaint{name_of(what) + " is not fetched, since " + std::to_string(waiting_max)
                                + " files wait already" + by_hand});
  else if (!asked_for && what.what.bytes > unasked_bytes_max)
    out_.emplace_back(
        complaint{name_of(what) + " is not fetched, since it has " + grouped(what.what.bytes) + " bytes" + by_hand});
  else
    waiting_.push_back(what);
  if (!download_ && !waiting_.empty())
    begin();
}

void chat_downloads::begin() {
  const auto& first = waiting_.front();
  progress_ = {};
  have_.reset();
  download_.emplace(first.what.hash);
  out_.emplace_back(open_download{first.kind == message_kind::image ? "images" : "files", first.what.hash});
}

void chat_downloads::take(const download_ready& what) {
  if (download_)
    have_ = what.have;
}

void chat_downloads::take(const download_failed& what) {
  if (!download_)
    return;
  cancel_ = download_->fail(what.why);
  fail(what.why);
}

void chat_downloads::take(const download_kept& what) {
  if (!download_)
    return;
  download_->checked(what.fits);
  if (download_->begins_anew()) {
    have_.reset();
    out_.emplace_back(clear_download{});
  } else if (const auto& result = download_->result(); result && !*result) {
    fail(result->error());
  } else if (result) {
    out_.emplace_back(remark{name_of(waiting_.front()) + " lies in " + presentable_name(what.path)});
    next();
  }
}

std::optional<command> chat_downloads::next_command() {
  if (cancel_)
    return std::exchange(cancel_, std::nullopt);
  if (!download_ || !have_ || download_->is_requested())
    return std::nullopt;
  return download_->request(*have_);
}

void chat_downloads::answered(const outcome<json>& answer) {
  if (!download_)
    return;
  download_->answered(answer);
  go_on();
}

bool chat_downloads::take(const client::transfer_news& news) {
  if (!download_ || !download_->take(news))
    return false;
  go_on();
  return true;
}

void chat_downloads::take(const block& what) {
  if (!download_)
    return;
  const auto piece = download_->take(what);
  if (!piece.empty()) {
    out_.emplace_back(write_download{{piece.begin(), piece.end()}});
    have_ = download_->received();
  } else if (!download_->result()) {
    return;
  }
  go_on();
}

void chat_downloads::go_on() {
  if (const auto& result = download_->result())
    return fail(result->error());
  if (download_->begins_anew()) {
    have_.reset();
    out_.emplace_back(clear_download{});
  } else if (download_->is_whole()) {
    out_.emplace_back(keep_download{waiting_.front().what.name});
  } else if (const auto percent = progress_.take(download_->received(), download_->bytes_total())) {
    out_.emplace_back(
        remark{presentable_name(waiting_.front().what.name) + ": " + std::to_string(*percent) + " % fetched"});
  }
}

void chat_downloads::fail(const fault& why) {
  out_.emplace_back(complaint{name_of(waiting_.front()) + " is not fetched: " + in_words(why)});
  next();
}

void chat_downloads::next() {
  out_.emplace_back(close_download{});
  download_.reset();
  have_.reset();
  waiting_.pop_front();
  if (!waiting_.empty())
    begin();
}

void chat_downloads::disconnected() noexcept {
  cancel_.reset();
  if (download_)
    download_->disconnected();
}

std::string chat_downloads::name_of(const wanted& what) {
  return presentable_name(what.what.name) + " of message " + std::to_string(what.message);
}

} // namespace atelier::cli::chat
