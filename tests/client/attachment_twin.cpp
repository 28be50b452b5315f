#include "tests/client/attachment_twin.hpp"

#include "client/content_hash.hpp"
#include "protocol/blocks.hpp"
#include "tests/client/chat_samples.hpp"

#include <algorithm>
#include <random>

namespace atelier::client {

namespace {

constexpr std::size_t sent_at_once = 100'000;

} // namespace

outcome<json> attachment_twin::answer(const command& what) {
  if (what.action == "attach")
    return attach(what);
  if (what.action == "fetch_attachment")
    return fetch(what);
  const transfer_id which{what.args.at("transfer").get<std::uint32_t>()};
  if (const auto known = uploads_.find(which); known != uploads_.end())
    parts_.erase(known->second.hash);
  if (uploads_.erase(which) + downloads_.erase(which) == 0)
    return failed(fault_kind::refused, "there is no such transfer", "not_found");
  ++cancelled_;
  return json{{"transfer", which.value}};
}

outcome<json> attachment_twin::attach(const command& what) {
  if (const auto before = said_.find(what.key.value()); before != said_.end())
    return json{{"message", before->second}};
  upload fresh{what, what.args.at("sha256").get<std::string>(), what.args.at("bytes").get<std::uint64_t>()};
  if (const auto known = kept_.find(fresh.hash); known != kept_.end())
    parts_[fresh.hash] = known->second;
  const transfer_id id{next_transfer_++};
  const auto offset = parts_[fresh.hash].size();
  uploads_.emplace(id, std::move(fresh));
  finish_if_whole(id);
  return json{{"transfer", id.value}, {"offset", offset}};
}

outcome<json> attachment_twin::fetch(const command& what) {
  const auto hash = what.args.at("hash").get<std::string>();
  const auto offset = what.args.value("offset", std::uint64_t{0});
  const auto known = kept_.find(hash);
  if (known == kept_.end())
    return failed(fault_kind::refused, "there is no such attachment", "not_found");
  if (offset > known->second.size())
    return failed(fault_kind::refused, "offset is too large", "bad_data");
  const transfer_id id{next_transfer_++};
  downloads_.emplace(id, download{hash, offset});
  return json{{"transfer", id.value},
              {"offset", offset},
              {"bytes", known->second.size()},
              {"media_type", "application/octet-stream"}};
}

void attachment_twin::take(transfer_id transfer, std::uint64_t offset, byte_view piece) {
  ++pieces_;
  const auto which = uploads_.find(transfer);
  auto* part = which == uploads_.end() ? nullptr : &parts_[which->second.hash];
  if (!part || offset != part->size() || piece.empty() || piece.size() > which->second.bytes - offset) {
    uploads_.erase(transfer);
    fault why{fault_kind::refused, "a CHUNK that does not fit", part ? "bad_data" : "not_found"};
    news_.push_back({.transfer = transfer, .error = std::move(why)});
    return;
  }
  append(*part, piece);
  news_.push_back({.transfer = transfer, .offset = part->size()});
  finish_if_whole(transfer);
}

void attachment_twin::finish_if_whole(transfer_id which) {
  const auto& ended = uploads_.at(which);
  const auto& part = parts_[ended.hash];
  if (part.size() != ended.bytes)
    return;
  transfer_news news{.transfer = which, .offset = ended.bytes};
  if (hash_of(part) == ended.hash) {
    kept_[ended.hash] = part;
    auto message = samples::chat_item_json(said_.size() + 1, ended.what.args.value("text", ""));
    message["kind"] = "file";
    message["attachment"] = {{"hash", ended.hash},
                             {"name", ended.what.args.at("name")},
                             {"bytes", ended.bytes},
                             {"media_type", "application/octet-stream"}};
    said_[ended.what.key.value()] = message;
    news.message = std::move(message);
  } else {
    news.error = fault{fault_kind::refused, "the content has another SHA-256", "bad_data"};
  }
  parts_.erase(ended.hash);
  uploads_.erase(which);
  news_.push_back(std::move(news));
}

std::optional<transfer_news> attachment_twin::next_news() {
  if (news_.empty())
    return std::nullopt;
  auto out = std::move(news_.front());
  news_.pop_front();
  return out;
}

bytes attachment_twin::next_chunk() {
  if (downloads_.empty())
    return {};
  const auto first = downloads_.begin();
  const auto& content = kept_.at(first->second.hash);
  const auto offset = first->second.offset;
  const auto piece = byte_view{content}.subspan(offset).first(std::min(content.size() - offset, sent_at_once));
  bytes out;
  if (!piece.empty())
    append_chunk(out, first->first, offset, piece);
  first->second.offset += piece.size();
  if (first->second.offset == content.size())
    downloads_.erase(first);
  return out;
}

void attachment_twin::cut() {
  uploads_.clear();
  downloads_.clear();
  news_.clear();
}

void attachment_twin::refuse(const std::string& code) {
  for (const auto& [id, ended] : uploads_)
    news_.push_back({.transfer = id, .error = fault{fault_kind::refused, "words", code}});
  uploads_.clear();
}

bytes noise(std::size_t size, unsigned seed) {
  std::mt19937 random{seed};
  bytes out(size);
  std::ranges::generate(out, [&] { return static_cast<std::byte>(random()); });
  return out;
}

std::string hash_of(byte_view content) {
  content_hash hash;
  hash.add(content);
  return hash.hex();
}

} // namespace atelier::client
