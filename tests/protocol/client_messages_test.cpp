#include "protocol/client_messages.hpp"

#include "protocol/limits.hpp"
#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

constexpr std::int64_t largest = 9007199254740992;

template <class T>
T parsed_as(std::string_view text) {
  CAPTURE(text);
  auto got = parse_client_message(text);
  REQUIRE_MESSAGE(got.has_value(), (got ? "" : got.error().what.message));
  REQUIRE(std::holds_alternative<T>(*got));
  return std::get<T>(std::move(*got));
}

parse_failure refused(std::string_view text) {
  CAPTURE(text);
  auto got = parse_client_message(text);
  REQUIRE_FALSE(got.has_value());
  return got.error();
}

void check_refused_command(const std::string& fields, errc code, std::string_view message) {
  CAPTURE(fields);
  const auto why = refused(R"({"type":"command","id":7,)" + fields + "}");
  CHECK_EQ(why.what, error{code, std::string{message}});
  CHECK_EQ(why.id, 7);
  CHECK_FALSE(why.mux.has_value());
}

void check_refused_subscription(const std::string& fields, errc code, std::string_view message) {
  CAPTURE(fields);
  const auto why = refused(R"({"type":"subscribe","mux_id":99)" + fields + "}");
  CHECK_EQ(why.what, error{code, std::string{message}});
  CHECK_EQ(why.mux, mux_id{99});
  CHECK_FALSE(why.id.has_value());
}

} // namespace

TEST_CASE("the contract's command is read") {
  const auto got =
      parsed_as<command>(R"({"type":"command","id":7,"session":3,"action":"add_team","args":{"name":"Reds"}})");
  CHECK_EQ(got.id, 7);
  CHECK_EQ(got.session, session_id{3});
  CHECK_EQ(got.action, "add_team");
  CHECK_EQ(got.args, json{{"name", "Reds"}});
  CHECK_FALSE(got.key.has_value());
  CHECK_FALSE(got.client.has_value());
}

TEST_CASE("a command needs no more than an id and an action") {
  const auto got = parsed_as<command>(R"({"type":"command","id":0,"action":"state"})");
  CHECK_EQ(got.id, 0);
  CHECK_FALSE(got.session.has_value());
  CHECK_EQ(got.args, json::object());
}

TEST_CASE("fields that are not known are passed over, and of two the last one counts") {
  const auto got =
      parsed_as<command>(R"( {"id":1,"x":[{}],"type":"goodbye","type":"command","action":"a","action":"b","id":2} )");
  CHECK_EQ(got.id, 2);
  CHECK_EQ(got.action, "b");
}

TEST_CASE("a command's key is 1 to 64 characters, whatever their bytes") {
  const auto with_key = [](const std::string& key) {
    return R"({"type":"command","id":7,"action":"a","key":")" + key + "\"}";
  };
  std::string wide;
  for (int i = 0; i < 64; ++i)
    wide += "🎨";
  CHECK_EQ(parsed_as<command>(with_key("k")).key, "k");
  CHECK_EQ(parsed_as<command>(with_key(wide)).key, wide);
  CHECK_EQ(refused(with_key(wide + "x")).id, 7);
  check_refused_command(R"("action":"a","key":"")", errc::bad_data,
                        "\"key\" is \"\"; it must be a string of 1 to 64 characters");
  check_refused_command(R"("action":"a","key":5)", errc::bad_data,
                        "\"key\" is 5; it must be a string of 1 to 64 characters");
}

TEST_CASE("a client names itself by a UUID in any case") {
  const auto got =
      parsed_as<command>(R"({"type":"command","id":7,"action":"a","client":"01234567-89AB-CDEF-0123-456789ABCDEF"})");
  CHECK_EQ(got.client, "01234567-89ab-cdef-0123-456789abcdef");
  check_refused_command(R"("action":"a","client":"ada")", errc::bad_data,
                        "\"client\" is \"ada\"; it must be a UUID such as 01234567-89ab-cdef-0123-456789abcdef");
  check_refused_command(R"("action":"a","client":null)", errc::bad_data,
                        "\"client\" is null; it must be a UUID such as 01234567-89ab-cdef-0123-456789abcdef");
}

TEST_CASE("ids reach up to 2^53 and are integers as JSON writes them") {
  for (const std::int64_t id : {std::int64_t{0}, std::int64_t{1}, largest - 1, largest})
    CHECK_EQ(parsed_as<command>(R"({"type":"command","action":"a","id":)" + std::to_string(id) + "}").id, id);
  for (const std::string wrong : {"-1", "9007199254740993", "18446744073709551615", "18446744073709551616",
                                  "-9223372036854775808", "7.0", "7e0", "\"7\"", "null", "true", "[7]", "{}"}) {
    const auto why = refused(R"({"type":"command","action":"a","id":)" + wrong + "}");
    CHECK_EQ(why.what.code, errc::bad_data);
    CHECK_NE(why.what.message.find("it must be an integer from 0 to 9007199254740992"), std::string::npos);
    CHECK_FALSE(why.id.has_value());
  }
  CHECK_EQ(refused(R"({"type":"command","action":"a","id":7.5})").what.message,
           "\"id\" is 7.5; it must be an integer from 0 to 9007199254740992");
  CHECK_EQ(refused(R"({"type":"command","action":"a"})").what.message,
           "\"id\" is missing; it must be an integer from 0 to 9007199254740992");
}

TEST_CASE("a wrong field of a command is answered under the command's id") {
  check_refused_command(R"("x":1)", errc::bad_data, "\"action\" is missing; it must be a string");
  check_refused_command(R"("action":5)", errc::bad_data, "\"action\" is 5; it must be a string");
  check_refused_command(R"("action":"a","args":[])", errc::bad_data, "\"args\" is an array; it must be an object");
  check_refused_command(R"("action":"a","args":null)", errc::bad_data, "\"args\" is null; it must be an object");
  for (const std::string wrong : {"-1", "4294967296", "1.5", "\"3\"", "null"})
    check_refused_command(R"("action":"a","session":)" + wrong, errc::bad_data,
                          "\"session\" is " + wrong + "; it must be an integer from 0 to 4294967295");
  CHECK_EQ(parsed_as<command>(R"({"type":"command","id":7,"action":"a","session":4294967295})").session,
           session_id{4294967295});
}

TEST_CASE("a subscription to a picture is read with what it resumes from") {
  auto got = parsed_as<subscribe_request>(R"({"type":"subscribe","mux_id":99,"picture":12})");
  CHECK_EQ(got.mux, mux_id{99});
  auto source = std::get<picture_source>(got.source);
  CHECK_EQ(source.picture, picture_id{12});
  CHECK_FALSE(source.since.has_value());
  CHECK_FALSE(source.epoch.has_value());
  CHECK_FALSE(source.client.has_value());

  got = parsed_as<subscribe_request>(
      R"({"type":"subscribe","mux_id":9007199254740992,"picture":4294967295,"since":9007199254740992,)"
      R"("epoch":4294967295,"client":"AAAAAAAA-0000-0000-0000-000000000000"})");
  CHECK_EQ(got.mux, mux_id{largest});
  source = std::get<picture_source>(got.source);
  CHECK_EQ(source.picture, picture_id{4294967295});
  CHECK_EQ(source.since, seq_t{9007199254740992});
  CHECK_EQ(source.epoch, epoch_t{4294967295});
  CHECK_EQ(source.client, "aaaaaaaa-0000-0000-0000-000000000000");
}

TEST_CASE("a subscription to a session's events is one to texts, as of its chat") {
  const auto source = std::get<text_source>(
      parsed_as<subscribe_request>(R"({"type":"subscribe","mux_id":1,"events":3,"since":[]})").source);
  CHECK(source.kind == text_kind::events);
  CHECK(source.session == session_id{3});
  CHECK(refused(R"({"type":"subscribe","mux_id":1,"events":3,"chat":3})").what.code == errc::ambiguous_data);
}

TEST_CASE("a subscription to a chat says what of each server is there already") {
  const auto chat_of = [](const std::string& fields) {
    return std::get<text_source>(
        parsed_as<subscribe_request>(R"({"type":"subscribe","mux_id":1,"chat":3)" + fields + "}").source);
  };
  CHECK_EQ(chat_of("").session, session_id{3});
  CHECK(chat_of("").since.empty());
  CHECK(chat_of(R"(,"since":null)").since.empty());
  const version_vector both{{0, 14}, {1, 9007199254740992}};
  CHECK((chat_of(R"(,"since":[[0,14],[1,9007199254740992]])").since == both));
  for (const std::string wrong : {"7", "[7]", "[[1]]", "[[1,2,3]]", R"([["1",2]])", "[[1,-2]]", "[[1,2.5]]",
                                  "[[4294967296,1]]", "[[1,9007199254740993]]", R"({"1":2})"}) {
    CAPTURE(wrong);
    CHECK_EQ(refused(R"({"type":"subscribe","mux_id":99,"chat":3,"since":)" + wrong + "}").what.code, errc::bad_data);
  }
}

TEST_CASE("a subscription names one source, not two and not none") {
  check_refused_subscription("", errc::bad_data,
                             "a subscription names no source; it must have one of \"picture\", \"chat\", \"events\", "
                             "\"project_id\" and \"project_uuid\"");
  const std::vector<std::string> sources{R"("picture":1)",    R"("chat":1)",         R"("events":1)",
                                         R"("project_id":1)", R"("project_uuid":1)", R"("project":1)"};
  for (const auto& a : sources)
    for (const auto& b : sources)
      if (a != b)
        CHECK_EQ(refused(R"({"type":"subscribe","mux_id":1,)" + a + "," + b + "}").what.code, errc::ambiguous_data);
  check_refused_subscription(R"(,"chat":1,"picture":1)", errc::ambiguous_data,
                             "a subscription names both \"picture\" and \"chat\"; it must name one source");
}

TEST_CASE("a wrong field of a subscription is answered under its mux_id") {
  check_refused_subscription(R"(,"picture":"12")", errc::bad_data,
                             "\"picture\" is \"12\"; it must be an integer from 0 to 4294967295");
  check_refused_subscription(R"(,"picture":4294967296)", errc::bad_data,
                             "\"picture\" is 4294967296; it must be an integer from 0 to 4294967295");
  check_refused_subscription(R"(,"picture":1,"since":[[0,1]])", errc::bad_data,
                             "\"since\" is an array; it must be an integer from 0 to 9007199254740992");
  check_refused_subscription(R"(,"picture":1,"since":-1)", errc::bad_data,
                             "\"since\" is -1; it must be an integer from 0 to 9007199254740992");
  check_refused_subscription(R"(,"picture":1,"epoch":1.0)", errc::bad_data,
                             "\"epoch\" is 1.0; it must be an integer from 0 to 4294967295");
  check_refused_subscription(R"(,"picture":1,"client":"x")", errc::bad_data,
                             "\"client\" is \"x\"; it must be a UUID such as 01234567-89ab-cdef-0123-456789abcdef");
  const auto why = refused(R"({"type":"subscribe","mux_id":"9","picture":1})");
  CHECK_EQ(why.what.message, "\"mux_id\" is \"9\"; it must be an integer from 0 to 9007199254740992");
  CHECK_FALSE(why.mux.has_value());
}

TEST_CASE("close and goodbye are read") {
  CHECK_EQ(parsed_as<close_request>(R"({"type":"close","mux_id":99})").mux, mux_id{99});
  CHECK_EQ(refused(R"({"type":"close"})").what.code, errc::bad_data);
  parsed_as<goodbye_request>(R"({"type":"goodbye"})");
  parsed_as<goodbye_request>(R"({"type":"goodbye","reason":"tired"})");
}

TEST_CASE("a message that is no object with a known type says so") {
  CHECK_EQ(refused("[]").what, error{errc::malformed, "a message is an array; it must be an object with a \"type\""});
  CHECK_EQ(refused("7").what, error{errc::malformed, "a message is 7; it must be an object with a \"type\""});
  CHECK_EQ(refused("{}").what,
           error{errc::malformed, "\"type\" is missing; it must be command, subscribe, close or goodbye"});
  CHECK_EQ(refused(R"({"type":5})").what, error{errc::malformed, "\"type\" is 5; it must be a string"});
  CHECK_EQ(refused(R"({"type":"hello","id":4})").what,
           error{errc::unknown_type, "\"type\" is \"hello\"; it must be command, subscribe, close or goodbye"});
  CHECK_EQ(refused("").what.code, errc::malformed);
  CHECK_EQ(refused("{\"type\":\"goodbye\xFF\"}").what.code, errc::malformed);
  CHECK_EQ(refused(std::string(1024 * 1024, '[')).what.code, errc::malformed);
}

TEST_CASE("an error message stays short whatever the client sent") {
  const std::string lengthy(100'000, 'x');
  CHECK_LT(refused(R"({"type":")" + lengthy + "\"}").what.message.size(), 200);
  CHECK_LT(refused(R"({"type":"command","id":1,"action":"a","client":")" + lengthy + "\"}").what.message.size(), 200);
  CHECK_LT(refused(R"({"type":"command","id":")" + lengthy + "\"}").what.message.size(), 200);
  CHECK_LT(refused("{" + lengthy).what.message.size(), 200);
}

TEST_CASE("a message that is cut anywhere is malformed") {
  const std::string text =
      R"({"type":"command","id":7,"session":3,"action":"add_team","key":"é","args":{"name":"Reds","list":[1,2.5,null]}})";
  parsed_as<command>(text);
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    CAPTURE(cut);
    const auto why = refused(std::string_view{text}.substr(0, cut));
    CHECK_EQ(why.what.code, errc::malformed);
    CHECK_FALSE(why.id.has_value());
  }
}

TEST_CASE("a message with any one byte changed is read or refused, and nothing else happens") {
  const std::string text = R"({"type":"subscribe","mux_id":99,"picture":7,"since":14,"epoch":3})";
  for (std::size_t at = 0; at < text.size(); ++at)
    for (int byte = 0; byte < 256; ++byte) {
      auto changed = text;
      changed[at] = static_cast<char>(byte);
      const auto got = parse_client_message(changed);
      if (!got)
        REQUIRE_FALSE(got.error().what.message.empty());
    }
}
