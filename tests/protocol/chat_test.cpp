#include "protocol/chat.hpp"

#include "protocol/json_text.hpp"
#include "protocol/server_messages.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

chat_message sample() {
  chat_message out;
  out.seqno = 15;
  out.id = 14;
  out.session = session_id{3};
  out.author = player_id{7};
  out.handle = "ada";
  out.identity = author_identity::verified;
  out.text = "good \"evening\"\n";
  out.at = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20};
  return out;
}

json shown(const chat_message& what) {
  return json::parse("{" + members_of(what, 2) + "}");
}

} // namespace

TEST_CASE("a message is shown with all that a client needs to place it and to trust it") {
  CHECK_EQ(members_of(sample(), 2),
           R"("srv_id":2,"seqno":15,"id":14,"session":3,"player":7,"handle":"ada","identity":"verified","kind":"text",)"
           R"("text":"good \"evening\"\n","at":"2026-11-20T00:00:00.000Z","edited_at":null,"deleted":false)");
}

TEST_CASE("somebody unidentified is no player, and what was deleted is not shown") {
  auto message = sample();
  message.author = {};
  message.identity = author_identity::anonymous;
  CHECK_EQ(shown(message)["player"], json());
  CHECK_EQ(shown(message)["identity"], "anonymous");
  message.attachment = attachment_note{"ab12", "plan.png", 1000, "image/png", 30, 20};
  message.kind = message_kind::image;
  CHECK_EQ(shown(message)["attachment"], json{{"hash", "ab12"},
                                              {"name", "plan.png"},
                                              {"bytes", 1000},
                                              {"media_type", "image/png"},
                                              {"width", 30},
                                              {"height", 20}});
  message.deleted = true;
  message.edited_at = message.at;
  CHECK_EQ(shown(message)["text"], "");
  CHECK_EQ(shown(message)["edited_at"], "2026-11-20T00:00:00.000Z");
  CHECK_FALSE(shown(message).contains("attachment"));
}

TEST_CASE("an item of a stream has its mux first, whatever its members are") {
  CHECK_EQ(item_text("message", mux_id{9}, R"("seqno":1)"), R"({"type":"message","mux_id":9,"seqno":1})");
  CHECK_EQ(sync_text(mux_id{9}), R"({"type":"sync","mux_id":9})");
}
