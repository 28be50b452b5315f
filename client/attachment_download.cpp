#include "client/attachment_download.hpp"

namespace atelier::client {

command attachment_download::request(std::uint64_t have) {
  began_with_some_ |= !std::exchange(was_requested_, true) && have > 0;
  begins_anew_ = false;
  received_ = have;
  stage_ = stage::requested;
  command out;
  out.action = "fetch_attachment";
  out.args = {{"hash", hash_}};
  if (have > 0)
    out.args["offset"] = have;
  return out;
}

void attachment_download::answered(const outcome<json>& answer) {
  if (stage_ != stage::requested)
    return;
  if (!answer) {
    // More is there than the server has.
    if (answer.error().code == "bad_data" && began_with_some_)
      return begin_anew();
    return refuse(answer.error());
  }
  try {
    transfer_ = transfer_id{answer->at("transfer").get<transfer_id::rep>()};
    bytes_ = answer->at("bytes").get<std::uint64_t>();
    media_type_ = answer->value("media_type", "");
    if (const auto from = answer->at("offset").get<std::uint64_t>(); from != received_ || from > bytes_)
      return end(failed(fault_kind::broken_contract, "the server sends an attachment from " + std::to_string(from)
                                                         + " of " + std::to_string(bytes_) + " bytes on; asked for was "
                                                         + std::to_string(received_)));
  } catch (const json::exception&) {
    return end(
        failed(fault_kind::broken_contract,
               "the server's answer to fetch_attachment lacks transfer, offset or bytes: " + shown(to_text(*answer))));
  }
  stage_ = received_ == bytes_ ? stage::whole : stage::receiving;
}

byte_view attachment_download::take(const block& what) {
  if (stage_ != stage::receiving || what.kind != block_kind::chunk)
    return {};
  const auto chunk = read_chunk(what.payload);
  if (!chunk) {
    end(failed(fault_kind::broken_contract, "the server sent a damaged CHUNK: " + chunk.error().message));
    return {};
  }
  if (chunk->transfer != transfer_)
    return {};
  if (chunk->offset != received_ || chunk->piece.size() > bytes_ - received_) {
    end(failed(fault_kind::broken_contract,
               "the server sent " + std::to_string(chunk->piece.size()) + " bytes from " + std::to_string(chunk->offset)
                   + " on where " + std::to_string(received_) + " of " + std::to_string(bytes_) + " had come"));
    return {};
  }
  received_ += chunk->piece.size();
  if (received_ == bytes_)
    stage_ = stage::whole;
  return chunk->piece;
}

bool attachment_download::take(const transfer_news& news) {
  if (stage_ != stage::receiving || news.transfer != transfer_ || !news.error)
    return false;
  refuse(*news.error);
  return true;
}

void attachment_download::disconnected() noexcept {
  if (stage_ != stage::over && stage_ != stage::whole)
    stage_ = stage::away;
}

std::optional<command> attachment_download::fail(fault why) {
  const bool is_known = stage_ == stage::receiving;
  if (!result_)
    end(tl::unexpected{std::move(why)});
  if (!is_known)
    return std::nullopt;
  command out;
  out.action = "cancel_transfer";
  out.args = {{"transfer", transfer_.value}};
  return out;
}

void attachment_download::checked(bool fits) {
  if (stage_ != stage::whole)
    return;
  if (fits)
    end({});
  else if (began_with_some_)
    begin_anew();
  else
    end(failed(fault_kind::broken_contract,
               "what the server sent as " + hash_ + " has another SHA-256; it is not kept"));
}

void attachment_download::begin_anew() noexcept {
  began_with_some_ = false;
  begins_anew_ = true;
  stage_ = stage::away;
}

void attachment_download::refuse(const fault& why) {
  if (only_postpones(why))
    stage_ = stage::postponed;
  else
    end(tl::unexpected{why});
}

void attachment_download::end(outcome<void> how) {
  stage_ = stage::over;
  result_ = std::move(how);
}

} // namespace atelier::client
