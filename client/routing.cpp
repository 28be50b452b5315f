#include "client/routing.hpp"

#include "protocol/server_messages.hpp"

namespace atelier::client {

namespace {

tl::unexpected<fault> broken(std::string_view text, std::string_view why) {
  return failed(fault_kind::broken_contract, "the server sent " + shown(text) + ", " + std::string{why});
}

std::string text_of(const json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

outcome<routed> route_response(std::string_view text, const json& value) {
  const auto id = value.find("id");
  if (id == value.end() || !id->is_number_integer())
    return broken(text, "a response without an id");
  if (const auto error = value.find("error"); error != value.end())
    return response{id->get<std::int64_t>(), tl::unexpected{refusal(*error)}};
  if (const auto result = value.find("result"); result != value.end())
    return response{id->get<std::int64_t>(), *result};
  return broken(text, "a response with neither result nor error");
}

farewell to_farewell(const json& value) {
  auto reason = text_of(value, "reason");
  fault why{fault_kind::lost, "the server said goodbye: " + (reason.empty() ? "no reason given" : reason), reason};
  if (const auto retry = value.find("retry"); retry != value.end() && retry->is_boolean())
    why.may_return = retry->get<bool>();
  return {std::move(why)};
}

} // namespace

fault refusal(const json& error) {
  if (!error.is_object())
    return {fault_kind::refused, "the server gave " + shown_value(error) + " as its error"};
  return {fault_kind::refused, text_of(error, "message"), text_of(error, "code")};
}

outcome<routed> route(std::string_view text) {
  auto value = parse_json(text);
  if (!value)
    return broken(text, "which is not JSON: " + value.error().message);
  if (!value->is_object())
    return broken(text, "which is not an object");
  const auto type = text_of(*value, "type");
  if (type.empty())
    return broken(text, "which has no type");
  if (type == "response")
    return route_response(text, *value);
  if (type == "hello")
    return greeting{std::move(*value)};
  if (type == "goodbye")
    return to_farewell(*value);
  return delivery{std::move(*value)};
}

outcome<void> check_greeting(const json& hello) {
  const auto version = hello.find("protocol");
  if (version != hello.end() && version->is_number_integer() && *version == protocol_version)
    return {};
  return failed(fault_kind::broken_contract, "the server speaks protocol "
                                                 + (version == hello.end() ? "of no version" : shown_value(*version))
                                                 + "; this client speaks " + std::to_string(protocol_version));
}

} // namespace atelier::client
