#include "client/cli/chat_view.hpp"

#include "client/cli/chat_text.hpp"

#include <algorithm>
#include <array>

namespace atelier::cli::chat {

using client::chat_item;
using client::chat_stream;
using client::outcome;

namespace {

constexpr auto dim = "\x1b[2m";
constexpr auto sure = "\x1b[36m";
constexpr auto unsure = "\x1b[33m";
constexpr auto plain = "\x1b[0m";

/// As wide as `HH:MM `, so that no line of a message looks like the beginning of another.
constexpr std::string_view roomy_break = "\n      ";
constexpr std::string_view narrow_break = " ↵ ";

std::string formatted(const std::tm& at, const char* how) {
  std::array<char, 64> out{};
  return {out.data(), std::strftime(out.data(), out.size(), how, &at)};
}

std::string attachment_words(const chat_message& what) {
  std::string out = "[" + std::string{name_of(what.kind)};
  if (what.attachment) {
    out += " " + presentable_name(what.attachment->name) + ", ";
    if (what.attachment->width > 0)
      out += std::to_string(what.attachment->width) + " × " + std::to_string(what.attachment->height) + ", ";
    out += std::to_string(what.attachment->bytes) + " bytes, id " + std::to_string(what.id);
  }
  return out + "]";
}

} // namespace

outcome<chat_view::lines> chat_view::take(const json& message) {
  auto item = client::to_chat_item(message);
  if (!item)
    return tl::unexpected{item.error()};
  const auto news = stream_.take(*item);
  const bool was_never_shown = news == chat_stream::news::said && item->what.deleted && !style_.json;
  if (news == chat_stream::news::repeat || !synced_ || was_never_shown)
    return lines{};
  if (news == chat_stream::news::said && item->what.attachment)
    attached_.push_back(item->what);
  lines out;
  append(out, *item, news == chat_stream::news::changed, day_);
  return out;
}

chat_view::beginning chat_view::synced() {
  beginning out;
  if (std::exchange(synced_, true))
    return out;
  const auto past = stream_.latest(style_.past_shown);
  for (const auto* each : past)
    append(out.shown, *each, false, day_);
  out.left_out = stream_.said() - past.size();
  return out;
}

chat_view::lines chat_view::history(std::size_t count) const {
  lines out;
  shown_day day;
  for (const auto* each : stream_.latest(count))
    append(out, *each, false, day);
  return out;
}

outcome<chat_view::lines> chat_view::found(const json& messages) {
  lines out;
  found_.clear();
  if (!messages.is_array())
    return client::failed(client::fault_kind::broken_contract,
                          "the server gave " + shown_value(messages) + " as the messages that it found");
  shown_day day;
  for (auto each = messages.rbegin(); each != messages.rend(); ++each) {
    const auto item = client::to_chat_item(*each);
    if (!item)
      return tl::unexpected{item.error()};
    append(out, *item, false, day);
    found_.push_back(item->what);
  }
  return out;
}

const chat_message* chat_view::find(seqno_t id) const {
  if (const auto* kept = stream_.find(id))
    return &kept->what;
  const auto found = std::ranges::find(found_, id, &chat_message::id);
  return found != found_.end() ? &*found : nullptr;
}

std::string chat_view::person(const json& who) const {
  const auto text_of = [&](const char* name) {
    const auto at = who.is_object() ? who.find(name) : who.end();
    return who.is_object() && at != who.end() && at->is_string() ? at->get<std::string>() : std::string{};
  };
  const auto identity = client::to_identity(text_of("identity")).value_or(author_identity::anonymous);
  return coloured(author_words(text_of("handle"), identity), identity == author_identity::verified ? sure : unsure);
}

void chat_view::append(lines& to, const chat_item& item, bool as_change, shown_day& day) const {
  if (style_.json) {
    to.push_back(to_text(item.raw));
    return;
  }
  if (style_.roomy) {
    const auto at = as_change ? item.what.edited_at.value_or(item.what.at) : item.what.at;
    auto its = formatted(style_.local(at), "%A, %e %B %Y");
    its.erase(std::unique(its.begin(), its.end(), [](char a, char b) { return a == ' ' && b == ' '; }), its.end());
    if (its != day)
      to.push_back(coloured("-- " + its, dim));
    day = std::move(its);
  }
  to.push_back(words(item, as_change));
}

std::string chat_view::words(const chat_item& item, bool as_change) const {
  const auto& what = item.what;
  const auto at = as_change ? what.edited_at.value_or(what.at) : what.at;
  const auto author =
      coloured(author_words(what.handle, what.identity), what.identity == author_identity::verified ? sure : unsure);
  return coloured(clock(at), dim) + " " + author + ": " + body(item, as_change);
}

std::string chat_view::body(const chat_item& item, bool as_change) const {
  const auto& what = item.what;
  if (what.deleted)
    return coloured("(deleted, said at " + clock(what.at) + ")", dim);
  std::string out;
  if (what.kind != message_kind::text)
    out = attachment_words(what) + (what.text.empty() ? "" : " ");
  out += presentable(what.text, style_.roomy ? roomy_break : narrow_break);
  if (as_change)
    out += " " + coloured("(edited, said at " + clock(what.at) + ")", dim);
  else if (what.edited_at)
    out += " " + coloured("(edited)", dim);
  return out;
}

std::string chat_view::clock(std::chrono::system_clock::time_point at) const {
  return formatted(style_.local(at), "%H:%M");
}

std::string chat_view::coloured(const std::string& text, const char* colour) const {
  return style_.colours ? colour + text + plain : text;
}

} // namespace atelier::cli::chat
