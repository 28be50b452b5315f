#include "tests/system/game_person.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <thread>

namespace atelier::test {

game_person::game_person(server_process& server, const std::string& handle)
    : server_{server}, url_{handle.empty() ? server.unix_url() : server.tcp_url()}, name_{handle} {
  come();
  if (handle.empty())
    return;
  player_ = ask(std::nullopt, "add_player", {{"handle", handle}}).at("player").at("id");
  token_ = ask(std::nullopt, "sign_in", {{"player", player_}}).at("token");
}

void game_person::come() {
  if (at_) {
    command ping;
    ping.action = "ping";
    if (at_->send(ping).get())
      return;
  }
  auto made = client::connect(url_);
  REQUIRE_MESSAGE(made, made.error().message);
  at_ = made->commands;
  if (token_.empty())
    return;
  command sign_in;
  sign_in.action = "sign_in";
  sign_in.args = {{"token", token_}};
  const auto answer = at_->send(sign_in).get();
  REQUIRE_MESSAGE(answer, answer.error().message);
}

command game_person::order(std::optional<session_id> session, const std::string& action, const json& args) {
  command out;
  out.session = session;
  out.action = action;
  out.args = args;
  out.key = name_ + " " + std::to_string(++orders_);
  return out;
}

json game_person::answer_to(const command& what) {
  come();
  const auto answer = at_->send(what).get();
  if (answer)
    return *answer;
  REQUIRE_MESSAGE(answer.error().kind == client::fault_kind::refused, answer.error().message);
  return answer.error().code;
}

json game_person::try_to(std::optional<session_id> session, const std::string& action, const json& args) {
  return answer_to(order(session, action, args));
}

json game_person::ask(std::optional<session_id> session, const std::string& action, const json& args) {
  const auto out = try_to(session, action, args);
  REQUIRE_MESSAGE(out.is_object(), action, " was refused: ", out.dump(), " ", args.dump());
  return out;
}

json game_person::ask_and_kill(std::optional<session_id> session, const std::string& action, const json& args,
                               std::mt19937_64& dice) {
  const auto what = order(session, action, args);
  come();
  auto first = at_->send(what);
  // Some kills come when it is answered already, some before it has arrived.
  std::this_thread::sleep_for(std::chrono::microseconds{std::uniform_int_distribution<int>{0, 6'000}(dice)});
  server_.kill();
  server_.start();
  const auto answered = first.get();
  const auto again = answer_to(what);
  if (answered)
    CHECK(again == *answered);
  CHECK(answer_to(what) == again);
  return again;
}

} // namespace atelier::test
