#include "tests/engine/players/front_desk.hpp"

#include <stdexcept>

namespace atelier::test {

front_desk::front_desk(limits bounds, recovered_state state) : world_{bounds, std::move(state)} {}

void front_desk::connect(connection_id who, bool admin) {
  connection client{.budget = pixel_budget{world_.bounds(), now.mono}};
  client.admin = admin;
  world_.clients.emplace(who, std::move(client));
}

void front_desk::disconnect(connection_id who) {
  people.gone(who);
  world_.commits.drop(who);
  world_.clients.erase(who);
}

json front_desk::ask(connection_id who, action what, json args) {
  const auto id = begin(who, what, std::move(args));
  while (work()) {
  }
  return response(id);
}

std::int64_t front_desk::begin(connection_id who, action what, json args, std::optional<answer_key> key) {
  command asked;
  asked.id = next_id_++;
  // As a client sends it: its numbers have no sign.
  asked.args = json::parse(args.dump());
  effects out;
  turn here{now, out};
  const asker from{who, asked.id, std::move(key)};
  if (!people.wait_for(from))
    (people.*what)(from, asked, here);
  settle(out);
  return asked.id;
}

bool front_desk::work() {
  if (work_.empty())
    return false;
  auto next = std::move(work_.front());
  work_.pop_front();
  effects out;
  turn here{now, out};
  if (auto* hash = std::get_if<hash_passphrase>(&next))
    people.on(passphrase_hashed{hash->request, "hash:" + hash->passphrase}, here);
  else {
    const auto& check = std::get<check_passphrase>(next);
    const bool fits = check.hash.empty() || check.hash == "hash:" + check.passphrase;
    people.on(passphrase_checked{check.request, fits, fits ? "token" + std::to_string(next_token_++) : ""}, here);
  }
  settle(out);
  return true;
}

json front_desk::response(std::int64_t id) const {
  const auto found = responses_.find(id);
  return found == responses_.end() ? json() : found->second;
}

std::vector<std::string> front_desk::heard(connection_id who) const {
  const auto found = heard_.find(who);
  return found == heard_.end() ? std::vector<std::string>{} : found->second;
}

void front_desk::settle(effects& out) {
  turn here{now, out};
  (void)world_.commits.send(here, {});
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (auto* batch = std::get_if<store_batch>(&out[i])) {
      stored_.insert(stored_.end(), batch->records.begin(), batch->records.end());
      const auto ticket = batch->ticket;
      (void)world_.commits.committed(here, ticket);
    } else if (auto* hash = std::get_if<hash_passphrase>(&out[i])) {
      work_.emplace_back(std::move(*hash));
    } else if (auto* check = std::get_if<check_passphrase>(&out[i])) {
      work_.emplace_back(std::move(*check));
    } else if (const auto* message = std::get_if<to_connection>(&out[i])) {
      auto text = json::parse(*std::get<deliver>(message->what).text);
      if (text["type"] == "broadcast") {
        heard_[message->to].push_back(text["event"]);
        news_ = text["data"];
      } else if (const auto id = text["id"].get<std::int64_t>(); !responses_.contains(id)) {
        text.erase("type");
        text.erase("id");
        responses_[id] = std::move(text);
      } else {
        throw std::logic_error{"command " + std::to_string(id) + " was answered twice"};
      }
    }
  }
}

} // namespace atelier::test
