// A client's JSON: what is read must be within its bounds and come back the same when it is written and read again;
// what is refused must be answered in sound JSON.

#include "protocol/client_messages.hpp"
#include "protocol/limits.hpp"
#include "protocol/server_messages.hpp"
#include "protocol/uuid.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace atelier;
using fuzzing::require;

namespace {

void require_number(std::int64_t value) {
  require(value >= 0 && value <= limits::client_number_max);
}

void require_uuid(const std::optional<std::string>& text) {
  require(!text || canonical_uuid(*text) == text);
}

json written(const command& it) {
  require_number(it.id);
  require_uuid(it.client);
  require(it.args.is_object());
  require(!it.key || (!it.key->empty() && characters_in(*it.key) <= limits::key_characters_max));
  json out{{"type", "command"}, {"id", it.id}, {"action", it.action}, {"args", it.args}};
  if (it.session)
    out["session"] = it.session->value;
  if (it.key)
    out["key"] = *it.key;
  if (it.client)
    out["client"] = *it.client;
  return out;
}

void write(const text_source& it, json& to) {
  require(it.since.size() <= limits::since_max);
  for (const auto& [server, seqno] : it.since)
    require_number(static_cast<std::int64_t>(seqno));
  to["since"] = to_json(it.since);
  if (it.kind != text_kind::feed) {
    to[it.kind == text_kind::chat ? "chat" : "events"] = it.session.value;
    return;
  }
  if (it.project_uuid.empty())
    to["project_id"] = it.session.value;
  else
    to["project_uuid"] = it.project_uuid;
  for (const auto& [name, wanted] :
       {std::pair{"entries", it.kinds.entries}, {"threads", it.kinds.threads}, {"comments", it.kinds.comments}})
    if (wanted)
      to[name] = "*";
  if (it.sync_id)
    to["syncid"] = *it.sync_id;
}

json written(const subscribe_request& it) {
  require_number(it.mux.value);
  json out{{"type", "subscribe"}, {"mux_id", it.mux.value}};
  if (const auto* texts = std::get_if<text_source>(&it.source)) {
    write(*texts, out);
    return out;
  }
  const auto& source = std::get<picture_source>(it.source);
  require_uuid(source.client);
  out["picture"] = source.picture.value;
  if (source.since)
    out["since"] = *source.since;
  if (source.epoch)
    out["epoch"] = *source.epoch;
  if (source.client)
    out["client"] = *source.client;
  return out;
}

json written(const close_request& it) {
  require_number(it.mux.value);
  return {{"type", "close"}, {"mux_id", it.mux.value}};
}

json written(const goodbye_request&) {
  return {{"type", "goodbye"}};
}

json written(const client_message& message) {
  return std::visit([](const auto& it) { return written(it); }, message);
}

void check_failure(const parse_failure& why) {
  require(!why.what.message.empty() && why.what.message.size() < 500);
  require(!why.id || !why.mux);
  const auto answer = why.id    ? response_text(*why.id, why.what)
                      : why.mux ? stream_error_text(*why.mux, why.what)
                                : error_text(why.what);
  const auto read = json::parse(answer);
  require(read["error"]["message"] == why.what.message);
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  std::vector<bytes> seeds;
  for (const std::string_view text :
       {R"({"type":"command","id":7,"session":3,"action":"add_team","args":{"name":"Reds"},"key":"k"})",
        R"({"type":"subscribe","mux_id":99,"project_id":7,"since":[[0,14],[1,99]],"entries":"*","threads":"*",)"
        R"("comments":"*","syncid":{"n":1}})",
        R"({"type":"subscribe","mux_id":1,"project_uuid":"0f0e0d0c-0b0a-4908-8706-050403020100","entries":"*"})",
        R"({"type":"subscribe","mux_id":99,"picture":7,"since":14,"epoch":3,)"
        R"("client":"01234567-89AB-cdef-0123-456789abcdef"})",
        R"({"type":"subscribe","mux_id":99,"project_id":7,"since":[[0,14],[1,99]],"entries":"*"})",
        R"({"type":"subscribe","mux_id":1,"chat":3,"events":3})", R"({"type":"close","mux_id":9007199254740992})",
        R"({"type":"goodbye"})", R"([1e5,-0,"\ud83c\udfa8é",null,true,{"a":[[]]}])"}) {
    const auto raw = as_byte_view(text);
    seeds.emplace_back(raw.begin(), raw.end());
  }
  fuzzing::plant(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text(std::as_bytes(std::span{data, size}));
  (void)json::parse(to_text(json(shown(text))));
  if (const auto value = parse_json(text)) {
    const auto again = parse_json(to_text(*value));
    require(again.has_value() && *again == *value);
  } else {
    require(value.error().code == errc::malformed);
  }
  const auto message = parse_client_message(text);
  if (!message) {
    check_failure(message.error());
    return 0;
  }
  const auto out = written(*message);
  const auto again = parse_client_message(to_text(out));
  require(again.has_value() && written(*again) == out);
  return 0;
}
