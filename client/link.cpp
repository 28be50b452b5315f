#include "client/link.hpp"

namespace atelier::client {

outcome<json> link::open(const address& where) {
  auto made = channel::open(where, how_, this);
  if (!made)
    return tl::unexpected{made.error()};
  channel_ = std::move(*made);
  auto said = wait_for_hello(where);
  if (!said)
    channel_->close();
  return said;
}

outcome<json> link::wait_for_hello(const address& where) {
  auto hello = hello_.get_future();
  if (hello.wait_for(how_.connect_max) != std::future_status::ready)
    return failed(fault_kind::unreachable, to_url(where) + " takes connections, but says no hello");
  auto said = hello.get();
  if (const auto fits = said.and_then(check_greeting); !fits)
    return tl::unexpected{fits.error()};
  return said;
}

std::future<outcome<json>> link::send(command what) {
  auto promise = std::make_shared<std::promise<outcome<json>>>();
  auto out = promise->get_future();
  auto done = [promise](outcome<json> result) {
    promise->set_value(std::move(result));
  };
  {
    const std::lock_guard lock{mutex_};
    if (ended_) {
      done(tl::unexpected{*ended_});
      return out;
    }
    what.id = pending_.add(std::chrono::steady_clock::now() + how_.response_max, std::move(done));
  }
  json text{{"type", "command"}, {"id", what.id}, {"action", what.action}, {"args", what.args}};
  if (what.session)
    text["session"] = what.session->value;
  if (what.key)
    text["key"] = *what.key;
  if (what.client)
    text["client"] = *what.client;
  if (const auto sent = channel_->post(json_message(to_text(text))); !sent) {
    const std::lock_guard lock{mutex_};
    if (const auto waiting = pending_.take(what.id))
      (*waiting)(tl::unexpected{sent.error()});
  }
  return out;
}

bool link::take(message& what) {
  if (what.kind != frame_kind::json)
    return false;
  auto known = route(what.text());
  if (!known) {
    // The receiver is told instead of a message that nobody can read; the connection itself is sound.
    what.value = json{{"type", "error"}, {"error", {{"code", "malformed"}, {"message", known.error().message}}}};
    return false;
  }
  if (auto* answer = std::get_if<response>(&*known)) {
    std::optional<pending_commands::completion> waiting;
    {
      const std::lock_guard lock{mutex_};
      waiting = pending_.take(answer->id);
    }
    if (waiting)
      (*waiting)(std::move(answer->what));
    return true;
  }
  if (auto* hello = std::get_if<greeting>(&*known)) {
    greet(std::move(hello->what));
    return true;
  }
  if (auto* goodbye = std::get_if<farewell>(&*known)) {
    farewell_ = std::move(goodbye->why);
    return true;
  }
  what.value = std::move(std::get<delivery>(*known).what);
  return false;
}

void link::greet(outcome<json> hello) {
  if (!std::exchange(greeted_, true))
    hello_.set_value(std::move(hello));
}

void link::ended(fault& why) {
  if (farewell_)
    why = *farewell_;
  greet(tl::unexpected{why});
  std::vector<pending_commands::completion> waiting;
  {
    const std::lock_guard lock{mutex_};
    ended_ = why;
    waiting = pending_.take_all();
  }
  for (const auto& each : waiting)
    each(tl::unexpected{why});
}

void link::tick(std::chrono::steady_clock::time_point now) {
  std::vector<pending_commands::completion> late;
  {
    const std::lock_guard lock{mutex_};
    late = pending_.take_expired(now);
  }
  for (const auto& each : late)
    each(failed(fault_kind::timed_out, "no response came within " + std::to_string(how_.response_max.count()) + " ms"));
}

} // namespace atelier::client
