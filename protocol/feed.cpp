#include "protocol/feed.hpp"

#include "protocol/limits.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 3> kinds{"entry", "thread", "comment"};

error no_vector(std::string_view field, const json& value) {
  return {errc::bad_data, "\"" + std::string{field} + "\" is " + shown_value(value)
                              + "; it must be a list of [srv_id, seqno], at most " + std::to_string(limits::since_max)};
}

bool is_number_up_to(const json& value, std::uint64_t max) {
  return value.is_number_unsigned() && value.get<std::uint64_t>() <= max;
}

} // namespace

result<version_vector> read_version_vector(const json& value, std::string_view field) {
  if (!value.is_array() || value.size() > limits::since_max)
    return tl::unexpected{no_vector(field, value)};
  version_vector out;
  for (const auto& each : value) {
    if (!each.is_array() || each.size() != 2 || !is_number_up_to(each[0], std::numeric_limits<std::uint32_t>::max())
        || !is_number_up_to(each[1], limits::client_number_max))
      return tl::unexpected{no_vector(field, each)};
    auto& highest = out[each[0].get<std::uint32_t>()];
    highest = std::max(highest, each[1].get<seqno_t>());
  }
  return out;
}

json to_json(const version_vector& what) {
  auto out = json::array();
  for (const auto& [srv_id, seqno] : what)
    out.push_back({srv_id, seqno});
  return out;
}

bool covers(const version_vector& what, std::uint32_t srv_id, seqno_t seqno) noexcept {
  const auto has = what.find(srv_id);
  return has != what.end() && seqno <= has->second;
}

std::string_view name_of(feed_kind kind) noexcept {
  return kinds[static_cast<std::size_t>(kind)];
}

std::optional<feed_kind> feed_kind_named(std::string_view name) noexcept {
  const auto found = std::ranges::find(kinds, name);
  return found == kinds.end() ? std::nullopt : std::optional{static_cast<feed_kind>(found - kinds.begin())};
}

bool feed_kinds::has(feed_kind kind) const noexcept {
  return kind == feed_kind::entry ? entries : kind == feed_kind::thread ? threads : comments;
}

std::string members_of(const feed_message& what) {
  return "\"srv_id\":" + std::to_string(what.srv_id) + ",\"seqno\":" + std::to_string(what.seqno)
         + ",\"proj_id\":" + std::to_string(what.project.value) + "," + what.members;
}

bool feed_selection::wants(const feed_message& what) const noexcept {
  return kinds.has(what.kind) && !covers(since, what.srv_id, what.seqno);
}

} // namespace atelier
