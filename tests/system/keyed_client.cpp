#include "tests/system/keyed_client.hpp"

#include <doctest/doctest.h>
#include <utility>

namespace atelier::test {

namespace {

std::size_t roll(std::mt19937_64& dice, std::size_t sides) {
  return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice);
}

} // namespace

keyed_client::keyed_client(server_process& server, std::string uuid, std::mt19937_64& dice)
    : server_{server}, uuid_{std::move(uuid)}, dice_{dice} {}

client::outcome<json> keyed_client::ask(const command& what, trouble trouble_now) {
  auto made = client::connect(server_.url(roll(dice_, 3)));
  REQUIRE_MESSAGE(made, made.error().message);
  auto answer = made->commands.send(what);
  // Half of the trouble comes when the answer is already there.
  if (roll(dice_, 2) == 0)
    answer.wait();
  if (trouble_now == trouble::cut) {
    made->commands.close();
  } else if (trouble_now == trouble::kill) {
    server_.kill();
    server_.start();
  }
  return answer.get();
}

json keyed_client::order(const std::string& action, const json& args, trouble what) {
  command made;
  made.action = action;
  made.session = session_id{1};
  made.args = args;
  made.client = uuid_;
  made.key = "key " + std::to_string(past_.size());
  const auto first = ask(made, what);
  if (!first)
    REQUIRE_MESSAGE(first.error().kind == client::fault_kind::lost, first.error().message);
  const auto again = ask(made, trouble::none);
  REQUIRE_MESSAGE(again, again.error().message);
  if (first)
    REQUIRE(*first == *again);
  past_.push_back({made, *again});
  return *again;
}

void keyed_client::repeat_one() {
  const auto& known = past_[roll(dice_, past_.size())];
  const auto again = ask(known.what, trouble::none);
  REQUIRE_MESSAGE(again, again.error().message);
  REQUIRE(*again == known.answer);
}

} // namespace atelier::test
