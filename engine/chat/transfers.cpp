#include "engine/chat/transfers.hpp"

#include "protocol/server_messages.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

constexpr std::size_t hash_digits = 64;

bool is_digit(char it) noexcept {
  return (it >= '0' && it <= '9') || (it >= 'a' && it <= 'f') || (it >= 'A' && it <= 'F');
}

} // namespace

result<transfer_id> transfers::open(connection_id who) {
  const auto& bounds = world_.bounds();
  const auto own = std::count_if(open_.begin(), open_.end(), [&](const auto& each) { return each.second == who; });
  if (static_cast<std::size_t>(own) >= bounds.client_transfers_max)
    return failure(errc::rate_limited, "this connection has " + std::to_string(own)
                                           + " attachments on their way; wait until one has arrived");
  if (open_.size() >= bounds.transfers_max)
    return failure(errc::rate_limited,
                   "the server has " + std::to_string(open_.size()) + " attachments on their way; try again later");
  const auto id = next_;
  ++next_.value;
  open_.emplace(id, who);
  return id;
}

void transfers::close(transfer_id which) {
  open_.erase(which);
}

result<std::string> clean_hash(std::string_view name, std::string_view hash) {
  if (hash.size() != hash_digits || !std::all_of(hash.begin(), hash.end(), is_digit))
    return failure(errc::bad_data,
                   "\"" + std::string{name} + "\" is " + shown(hash) + "; it must be a SHA-256: 64 hexadecimal digits");
  std::string out{hash};
  for (auto& each : out)
    if (each >= 'A' && each <= 'F')
      each = static_cast<char>(each - 'A' + 'a');
  return out;
}

deliver transfer_news(transfer_id which, json members) {
  members["type"] = "transfer";
  members["transfer"] = which.value;
  return {std::make_shared<const std::string>(to_text(members)), false};
}

deliver transfer_news(transfer_id which, const error& what) {
  return transfer_news(which, json{{"error", to_json(what)}});
}

error no_such_transfer(transfer_id which) {
  return {errc::not_found, "there is no transfer " + std::to_string(which.value)
                               + " on this connection; \"attach\" and \"fetch_attachment\" begin one"};
}

} // namespace atelier
