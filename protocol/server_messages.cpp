#include "protocol/server_messages.hpp"

#include <array>
#include <cstdio>

namespace atelier {

namespace {

struct goodbye_words {
  std::string_view name;
  bool retry;
};

constexpr std::array<goodbye_words, 8> goodbyes{{{"shutting_down", true},
                                                 {"too_slow", true},
                                                 {"idle", true},
                                                 {"kicked", false},
                                                 {"malformed", false},
                                                 {"frame_too_large", false},
                                                 {"rate_limited", true},
                                                 {"internal_error", true}}};
static_assert(goodbyes.size() == static_cast<std::size_t>(goodbye_reason::internal_error) + 1);

const goodbye_words& words_of(goodbye_reason reason) noexcept {
  return goodbyes[static_cast<std::size_t>(reason)];
}

/// Puts a message together field by field, without a tree of JSON values.
class message_text {
public:
  explicit message_text(std::string_view type) : text_{"{\"type\":\""} {
    text_.append(type).append("\"");
  }
  message_text& number(std::string_view name, std::integral auto value) {
    return raw(name, std::to_string(value));
  }
  message_text& string(std::string_view name, std::string_view value) {
    return raw(name, to_text(json(value)));
  }
  /// `value` is JSON already.
  message_text& raw(std::string_view name, std::string_view value) {
    text_.append(",\"").append(name).append("\":").append(value);
    return *this;
  }
  message_text& error_field(const error& what) {
    return raw("error", to_text(to_json(what)));
  }
  [[nodiscard]] std::string done() {
    return std::move(text_) + '}';
  }

private:
  std::string text_;
};

} // namespace

std::string_view name_of(goodbye_reason reason) noexcept {
  return words_of(reason).name;
}

bool may_retry(goodbye_reason reason) noexcept {
  return words_of(reason).retry;
}

std::string to_iso8601(std::chrono::system_clock::time_point at) {
  using namespace std::chrono;
  const auto time = floor<milliseconds>(at);
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::array<char, 64> text;
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                    static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

json to_json(const error& what) {
  return {{"code", name_of(what.code)}, {"message", what.message}};
}

std::string hello_text(connection_id connection, std::uint32_t srv_id) {
  return message_text{"hello"}
      .number("protocol", protocol_version)
      .string("server", server_name)
      .number("connection", connection.value)
      .number("srv_id", srv_id)
      .done();
}

std::string goodbye_text(goodbye_reason reason) {
  return message_text{"goodbye"}
      .string("reason", name_of(reason))
      .raw("retry", may_retry(reason) ? "true" : "false")
      .done();
}

std::string error_text(const error& what) {
  return message_text{"error"}.error_field(what).done();
}

std::string stream_error_text(mux_id mux, const error& what) {
  return message_text{"error"}.number("mux_id", mux.value).error_field(what).done();
}

std::string response_text(std::int64_t id, const json& result) {
  return message_text{"response"}.number("id", id).raw("result", to_text(result)).done();
}

std::string response_text(std::int64_t id, const error& what) {
  return message_text{"response"}.number("id", id).error_field(what).done();
}

std::string broadcast_text(std::optional<session_id> session, std::string_view event,
                           std::chrono::system_clock::time_point at, const json& data) {
  message_text text{"broadcast"};
  if (session)
    text.number("session", session->value);
  return text.string("event", event).string("at", to_iso8601(at)).raw("data", to_text(data)).done();
}

std::string picture_sync_text(mux_id mux, picture_id picture, seq_t seq, epoch_t epoch, author_id author,
                              client_seq_t client_seq) {
  return message_text{"sync"}
      .number("mux_id", mux.value)
      .number("picture", picture.value)
      .number("seq", seq)
      .number("epoch", epoch)
      .number("author", author.value)
      .number("client_seq", client_seq)
      .done();
}

std::string item_text(std::string_view type, mux_id mux, std::string_view members) {
  auto text = message_text{type}.number("mux_id", mux.value).done();
  text.back() = ',';
  return text.append(members).append(1, '}');
}

std::string sync_text(mux_id mux, const std::optional<json>& sync_id) {
  auto text = message_text{"sync"}.number("mux_id", mux.value).done();
  if (!sync_id)
    return text;
  text.back() = ',';
  return text.append("\"syncid\":").append(to_text(*sync_id)).append(1, '}');
}

std::string closed_text(mux_id mux, std::string_view reason) {
  message_text text{"closed"};
  text.number("mux_id", mux.value);
  if (!reason.empty())
    text.string("reason", reason);
  return text.done();
}

std::string rejected_text(picture_id picture, client_seq_t client_seq, std::uint32_t count, const error& what) {
  return message_text{"rejected"}
      .number("picture", picture.value)
      .number("client_seq", client_seq)
      .number("count", count)
      .error_field(what)
      .done();
}

std::string presence_text(mux_id mux, picture_id picture, std::string_view viewers) {
  return message_text{"presence"}
      .number("mux_id", mux.value)
      .number("picture", picture.value)
      .raw("viewers", viewers)
      .done();
}

} // namespace atelier
