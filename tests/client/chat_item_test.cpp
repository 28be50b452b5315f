#include "client/chat_item.hpp"

#include "tests/client/chat_samples.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

using samples::chat_item_json;

TEST_CASE("a message is read back as the server writes it") {
  chat_message said;
  said.seqno = 20;
  said.id = 15;
  said.session = session_id{3};
  said.author = player_id{7};
  said.handle = "ada";
  said.identity = author_identity::claimed;
  said.kind = message_kind::image;
  said.text = "\"Ä\"";
  said.attachment = attachment_note{"ab12", "cat.png", 12, "image/png", 640, 480};
  said.at = std::chrono::sys_days{std::chrono::year{2026} / 2 / 28} + std::chrono::milliseconds{86'399'007};
  said.edited_at = said.at + std::chrono::minutes{1};
  const auto item = to_chat_item(json::parse(R"({"type":"message","mux_id":1,)" + members_of(said, 5) + "}"));
  REQUIRE(item);
  CHECK(item->srv_id == 5);
  CHECK(item->what == said);
  CHECK(item->raw == json::parse("{" + members_of(said, 5) + "}"));

  said.author = player_id{};
  said.deleted = true;
  said.text.clear();
  said.attachment.reset();
  const auto gone = to_chat_item(json::parse("{" + members_of(said, 5) + "}"));
  REQUIRE(gone);
  CHECK(gone->what == said);
}

TEST_CASE("what is no message is a breach of the contract, in words that show it") {
  CHECK_FALSE(to_chat_item(json{}));
  CHECK_FALSE(to_chat_item(json::array()));
  const auto whole = chat_item_json(15, "hello");
  for (const auto& [name, value] : whole.items()) {
    if (name == "type" || name == "mux_id")
      continue;
    CAPTURE(name);
    auto lacking = whole;
    lacking.erase(name);
    CHECK_FALSE(to_chat_item(lacking));
    auto wrong = whole;
    wrong[name] = json::array({1});
    const auto item = to_chat_item(wrong);
    REQUIRE_FALSE(item);
    CHECK(item.error().kind == fault_kind::broken_contract);
  }
  for (const auto* at :
       {"", "yesterday", "2026-11-20 21:14:03.120Z", "2026-13-20T21:14:03.120Z", "2026-11-2xT21:14:03.120Z"}) {
    auto wrong = whole;
    wrong["at"] = at;
    CHECK_FALSE(to_chat_item(wrong));
  }
}

} // namespace atelier::client
