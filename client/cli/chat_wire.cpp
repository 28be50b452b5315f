#include "client/cli/chat_wire.hpp"

#include <cstdint>
#include <stdexcept>
#include <sys/eventfd.h>
#include <unistd.h>

namespace atelier::cli::chat {

using client::fault_kind;
using client::outcome;

namespace {

/// More are left to the connection's own queue, which slows the server down when it is full.
constexpr std::size_t events_max = 256;

/// The hello that a server must say first.
outcome<void> wait_for_hello(client::channel& from, const client::options& how) {
  auto came = from.recv(how.connect_max);
  if (!came)
    return tl::unexpected{came.error()};
  const auto said = client::route(came->text());
  if (!said)
    return tl::unexpected{said.error()};
  if (const auto* goodbye = std::get_if<client::farewell>(&*said))
    return tl::unexpected{goodbye->why};
  const auto* hello = std::get_if<client::greeting>(&*said);
  if (!hello)
    return client::failed(fault_kind::broken_contract, "the server began with something else than a hello");
  return client::check_greeting(hello->what);
}

} // namespace

chat_wire::chat_wire(client::address where, client::options how)
    : where_{std::move(where)}, how_{how}, bell_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {
  if (bell_ < 0)
    throw std::runtime_error{"the system gives no event descriptor; are too many files open?"};
  thread_ = std::thread{[this] {
    run();
  }};
}

chat_wire::~chat_wire() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
    if (channel_)
      channel_->close();
  }
  changed_.notify_all();
  thread_.join();
  ::close(bell_);
}

void chat_wire::open() {
  {
    const std::lock_guard lock{mutex_};
    wanted_ = true;
  }
  changed_.notify_all();
}

void chat_wire::close() {
  const std::lock_guard lock{mutex_};
  if (channel_)
    channel_->close();
}

void chat_wire::post(const json& what) {
  post(client::json_message(to_text(what)));
}

void chat_wire::post_blocks(bytes blocks) {
  post(client::blocks_message(std::move(blocks)));
}

void chat_wire::post(client::outgoing what) {
  std::shared_ptr<client::channel> to;
  {
    const std::lock_guard lock{mutex_};
    to = channel_;
  }
  // What can't be sent any more is answered by `wire_lost`.
  if (to)
    static_cast<void>(to->post(std::move(what)));
}

std::deque<wire_event> chat_wire::take() {
  std::uint64_t rings = 0;
  std::deque<wire_event> out;
  {
    const std::lock_guard lock{mutex_};
    static_cast<void>(::read(bell_, &rings, sizeof rings));
    out.swap(events_);
  }
  changed_.notify_all();
  return out;
}

void chat_wire::run() {
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return wanted_ || ending_; });
      if (ending_)
        return;
      wanted_ = false;
    }
    serve();
  }
}

void chat_wire::serve() {
  auto made = client::channel::open(where_, how_, nullptr);
  if (!made)
    return push(wire_lost{made.error()});
  const std::shared_ptr<client::channel> channel{std::move(*made)};
  const auto hello = wait_for_hello(*channel, how_);
  if (!hello)
    return push(wire_lost{hello.error()});
  {
    const std::lock_guard lock{mutex_};
    channel_ = channel;
    if (ending_)
      return;
  }
  push(wire_opened{});
  client::fault why;
  for (;;) {
    auto came = channel->recv();
    if (!came) {
      why = came.error();
      break;
    }
    if (came->kind != frame_kind::json) {
      push(wire_blocks{std::move(came->body)});
      continue;
    }
    auto known = client::route(came->text());
    if (!known) {
      why = known.error();
      break;
    }
    push(std::move(*known));
  }
  {
    const std::lock_guard lock{mutex_};
    channel_.reset();
  }
  push(wire_lost{std::move(why)});
}

void chat_wire::push(wire_event what) {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return events_.size() < events_max || ending_; });
  events_.push_back(std::move(what));
  const std::uint64_t ring = 1;
  static_cast<void>(::write(bell_, &ring, sizeof ring));
}

} // namespace atelier::cli::chat
