#include "client/attachment_upload.hpp"

#include <algorithm>

namespace atelier::client {

attachment_upload::attachment_upload(content what, std::string text, std::string key)
    : what_{std::move(what)}, text_{std::move(text)}, key_{std::move(key)} {}

command attachment_upload::announce(session_id where) {
  stage_ = stage::announced;
  command out;
  out.session = where;
  out.action = "attach";
  out.args = {{"name", what_.name}, {"bytes", what_.bytes}, {"sha256", what_.sha256}};
  if (!text_.empty())
    out.args["text"] = text_;
  out.key = key_;
  return out;
}

void attachment_upload::answered(const outcome<json>& answer) {
  if (stage_ != stage::announced)
    return;
  if (!answer)
    return refuse(answer.error());
  // An earlier connection brought it to its end, and only the news of that were lost.
  if (const auto said = answer->find("message"); said != answer->end()) {
    confirmed_ = what_.bytes;
    return end(*said);
  }
  const auto begun = to_transfer_news(*answer);
  if (!begun)
    return end(tl::unexpected{begun.error()});
  if (!begun->offset || *begun->offset > what_.bytes)
    return end(failed(fault_kind::broken_contract, "the server wants to go on at " + shown_value(answer->at("offset"))
                                                       + " of " + std::to_string(what_.bytes) + " bytes"));
  transfer_ = begun->transfer;
  sent_ = confirmed_ = *begun->offset;
  stage_ = stage::sending;
}

bool attachment_upload::take(const transfer_news& news) {
  if (stage_ != stage::sending || news.transfer != transfer_)
    return false;
  if (news.error)
    refuse(*news.error);
  else if (!news.offset || *news.offset < confirmed_ || *news.offset > sent_)
    end(failed(fault_kind::broken_contract, "the server says that " + std::to_string(news.offset.value_or(0))
                                                + " bytes of " + shown(what_.name) + " are written, of which "
                                                + std::to_string(sent_) + " were sent"));
  else
    confirmed_ = *news.offset;
  if (!result_ && news.message)
    end(*news.message);
  return true;
}

void attachment_upload::disconnected() noexcept {
  if (stage_ != stage::over)
    stage_ = stage::away;
}

std::optional<command> attachment_upload::fail(fault why) {
  const bool is_known = stage_ == stage::sending;
  if (!result_)
    end(tl::unexpected{std::move(why)});
  if (!is_known)
    return std::nullopt;
  command out;
  out.action = "cancel_transfer";
  out.args = {{"transfer", transfer_.value}};
  return out;
}

std::optional<attachment_upload::piece> attachment_upload::next() noexcept {
  if (stage_ != stage::sending)
    return std::nullopt;
  const auto ahead = sent_ - confirmed_;
  const auto size = std::min({piece_bytes_max, what_.bytes - sent_, ahead_bytes_max - ahead});
  if (size == 0)
    return std::nullopt;
  const piece out{transfer_, sent_, static_cast<std::size_t>(size)};
  sent_ += size;
  return out;
}

void attachment_upload::refuse(const fault& why) {
  if (only_postpones(why))
    stage_ = stage::postponed;
  else
    end(tl::unexpected{why});
}

void attachment_upload::end(outcome<json> how) {
  stage_ = stage::over;
  result_ = std::move(how);
}

} // namespace atelier::client
