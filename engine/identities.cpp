#include "engine/identities.hpp"

namespace atelier {

namespace {

constexpr std::uint32_t reserved_at_once = 256;

} // namespace

identities::identities(const std::vector<client_record>& clients, author_id until)
    : next_{std::max(until, author_id{1})}, reserved_until_{next_} {
  for (const auto& each : clients)
    by_uuid_.emplace(each.uuid, each.author);
}

identities::given identities::author_of(const std::string& uuid) {
  if (const auto known = by_uuid_.find(uuid); known != by_uuid_.end())
    return {known->second, {}};
  auto out = new_author();
  by_uuid_.emplace(uuid, out.author);
  out.records.emplace_back(client_record{uuid, out.author});
  return out;
}

identities::given identities::new_author() {
  given out{next_, {}};
  ++next_.value;
  if (next_ > reserved_until_) {
    reserved_until_.value = next_.value + reserved_at_once;
    out.records.emplace_back(authors_reserved{reserved_until_});
  }
  return out;
}

} // namespace atelier
