#include "client/channel.hpp"

#include <boost/asio/post.hpp>
#include <csignal>
#include <future>
#include <pthread.h>

namespace atelier::client {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds tick_interval{200};

/// Signals are the business of the program's own threads.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

} // namespace

channel::channel(const address& where, const options& how, channel_listener* listener)
    : how_{how},
      listener_{listener},
      incoming_{how.received_bytes_max},
      outgoing_{how.sending_bytes_max},
      guard_{asio::make_work_guard(context_)},
      ticker_{context_},
      deadline_{context_},
      transport_{make_transport(context_, where, how.message_bytes_max)} {
  thread_ = std::thread{[this] {
    block_signals();
    context_.run();
  }};
}

template <class Function>
void channel::on_thread(Function function) {
  asio::post(context_, std::move(function));
}

outcome<std::unique_ptr<channel>> channel::open(const address& where, const options& how, channel_listener* listener) {
  std::unique_ptr<channel> out{new channel{where, how, listener}};
  if (auto done = out->connect(); !done)
    return tl::unexpected{done.error()};
  return out;
}

outcome<void> channel::connect() {
  std::promise<outcome<void>> opened;
  auto result = opened.get_future();
  on_thread([this, &opened] {
    deadline_.expires_after(how_.connect_max);
    deadline_.async_wait([this](const error_code& code) {
      if (!code)
        transport_->close();
    });
    transport_->open([this, &opened](outcome<void> done) {
      const bool in_time = deadline_.cancel() > 0;
      if (!done && !in_time)
        done = failed(fault_kind::unreachable,
                      "the server took no connection within " + std::to_string(how_.connect_max.count()) + " ms");
      if (done) {
        tick();
        read_next();
      } else {
        ended_ = true;
      }
      opened.set_value(std::move(done));
    });
  });
  return result.get();
}

channel::~channel() {
  incoming_.drop();
  on_thread([this] { finish(); });
  thread_.join();
}

outcome<void> channel::post(outgoing what) {
  const auto pushed = outgoing_.push(std::move(what));
  if (!pushed)
    return tl::unexpected{pushed.error()};
  if (*pushed)
    on_thread([this] { write_next(); });
  return {};
}

outcome<message> channel::recv(std::optional<std::chrono::milliseconds> timeout) {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (timeout)
    deadline = std::chrono::steady_clock::now() + *timeout;
  auto [what, resume] = incoming_.pop(deadline);
  if (resume)
    on_thread([this] { resume_reading(); });
  return std::move(what);
}

void channel::drop_receiver() {
  if (incoming_.drop())
    on_thread([this] { resume_reading(); });
}

void channel::close() {
  on_thread([this] { end({fault_kind::lost, "this side closed the connection"}); });
}

void channel::read_next() {
  paused_ = false;
  if (!ended_)
    transport_->read([this](outcome<std::vector<message>> what) { received(std::move(what)); });
}

void channel::resume_reading() {
  if (paused_)
    read_next();
}

void channel::received(outcome<std::vector<message>> what) {
  if (!what)
    return end(what.error());
  bool room = true;
  for (auto& each : *what)
    if (!listener_ || !listener_->take(each))
      room = incoming_.push(std::move(each));
  // What a dead server left behind is no more than the socket's buffer, and its end must be noticed.
  paused_ = !room && !finishing_ && !transport_->peer_gone();
  if (!paused_)
    read_next();
}

void channel::write_next() {
  if (ended_)
    return;
  auto batch = outgoing_.take();
  writing_ = !batch.empty();
  if (!writing_) {
    if (finishing_)
      transport_->finish();
    return;
  }
  transport_->write(std::move(batch), [this](outcome<void> done) {
    // A server that refuses and closes has said why; that comes with what is still to be read.
    if (!done)
      outgoing_.end(done.error());
    else
      write_next();
  });
}

void channel::end(fault why) {
  if (std::exchange(ended_, true))
    return;
  if (listener_)
    listener_->ended(why);
  outgoing_.end(why);
  incoming_.end(std::move(why));
  transport_->close();
  ticker_.cancel();
  deadline_.cancel();
  if (finishing_)
    guard_.reset();
}

void channel::finish() {
  finishing_ = true;
  if (ended_) {
    guard_.reset();
    return;
  }
  deadline_.expires_after(how_.linger_max);
  deadline_.async_wait([this](const error_code& code) {
    if (!code)
      end({fault_kind::lost, "this side closed the connection"});
  });
  resume_reading();
  if (!writing_)
    write_next();
}

void channel::tick() {
  if (listener_)
    listener_->tick(std::chrono::steady_clock::now());
  if (paused_ && transport_->peer_gone())
    read_next();
  ticker_.expires_after(tick_interval);
  ticker_.async_wait([this](const error_code& code) {
    if (!code && !ended_)
      tick();
  });
}

} // namespace atelier::client
