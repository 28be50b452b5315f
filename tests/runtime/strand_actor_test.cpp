#include "runtime/strand_actor.hpp"

#include "tests/runtime/pool.hpp"

#include <array>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>
#include <string>
#include <thread>

using namespace atelier::runtime;
using namespace atelier::runtime::test;

namespace {

using socket_type = boost::asio::local::stream_protocol::socket;

// Writes back what it reads; answers how much that was.
class echo : public strand_actor<caf::event_based_actor> {
public:
  echo(caf::actor_config& cfg, strand where, socket_type socket)
      : strand_actor{cfg, std::move(where)}, socket_{std::move(socket)} {}

  caf::behavior make_behavior() override {
    read();
    return {[this](caf::get_atom) {
      return static_cast<std::int64_t>(echoed_);
    }};
  }

private:
  void read() {
    socket_.async_read_some(boost::asio::buffer(buffer_), bind([this](boost::system::error_code failed, std::size_t n) {
                              if (failed)
                                return finish(caf::exit_reason::user_shutdown);
                              write(n);
                            }));
  }

  void write(std::size_t n) {
    boost::asio::async_write(socket_, boost::asio::buffer(buffer_, n),
                             bind([this, n](boost::system::error_code, std::size_t) {
                               echoed_ += n;
                               read();
                             }));
  }

  socket_type socket_;
  std::array<char, 100> buffer_{};
  std::size_t echoed_ = 0;
};

struct connected_echo {
  explicit connected_echo(pool& p) : client{own} {
    strand on{io_context_of(p.system).get_executor()};
    socket_type server{on};
    boost::asio::local::connect_pair(client, server);
    actor = p.system.spawn<echo>(on, std::move(server));
  }

  std::string exchange(const std::string& text) {
    boost::asio::write(client, boost::asio::buffer(text));
    std::string back(text.size(), ' ');
    boost::asio::read(client, boost::asio::buffer(back));
    return back;
  }

  boost::asio::io_context own;
  socket_type client;
  caf::actor actor;
};

// Counts without a lock what handlers and messages do; any overlap would lose counts or be seen.
class counter : public strand_actor<caf::event_based_actor> {
public:
  counter(caf::actor_config& cfg, strand where) : strand_actor{cfg, std::move(where)} {}

  caf::behavior make_behavior() override {
    return {
        [this](int) {
          count();
          boost::asio::post(on(), bind([this] { count(); }));
        },
        [this](caf::get_atom) { return overlapped_ ? std::int64_t{-1} : count_; },
    };
  }

private:
  void count() {
    overlapped_ = overlapped_ || inside_;
    inside_ = true;
    // Now and then gives others the chance to run in here; always would take minutes on a busy machine.
    if (++count_ % 64 == 0)
      std::this_thread::yield();
    inside_ = false;
  }

  std::int64_t count_ = 0;
  bool inside_ = false;
  bool overlapped_ = false;
};

std::int64_t ask(caf::scoped_actor& self, const caf::actor& whom) {
  std::int64_t answer = -2;
  self->request(whom, caf::infinite, caf::get_atom_v)
      .receive([&](std::int64_t x) { answer = x; }, [](const caf::error&) {});
  return answer;
}

} // namespace

TEST_CASE("a strand actor serves its socket and its mailbox") {
  pool p;
  caf::scoped_actor self{p.system};
  connected_echo on{p};
  for (int i = 0; i < 200; ++i) {
    const auto text = "round " + std::to_string(i);
    REQUIRE(on.exchange(text) == text);
  }
  CHECK(on.exchange(std::string(1000, 'x')) == std::string(1000, 'x'));
  CHECK(ask(self, on.actor) >= 2490);
  on.client.close();
  CHECK(wait_for_end(self, on.actor) == caf::exit_reason::user_shutdown);
}

TEST_CASE("many strand actors serve their sockets at once") {
  pool p;
  caf::scoped_actor self{p.system};
  std::vector<std::unique_ptr<connected_echo>> all;
  for (int i = 0; i < 200; ++i)
    all.push_back(std::make_unique<connected_echo>(p));
  for (std::size_t i = 0; i < all.size(); ++i)
    CHECK(all[i]->exchange(std::to_string(i)) == std::to_string(i));
  for (auto& one : all) {
    one->client.close();
    CHECK(wait_for_end(self, one->actor) == caf::exit_reason::user_shutdown);
  }
}

TEST_CASE("handlers and messages of a strand actor never overlap") {
  constexpr int threads = 4;
  constexpr int messages = 2000;
  pool p{4};
  caf::scoped_actor self{p.system};
  const auto actor = p.system.spawn<counter>(strand{io_context_of(p.system).get_executor()});
  std::vector<std::thread> senders;
  for (int t = 0; t < threads; ++t)
    senders.emplace_back([&] {
      for (int i = 0; i < messages; ++i)
        caf::anon_send(actor, 1);
    });
  for (auto& sender : senders)
    sender.join();
  std::int64_t counted = 0;
  while (counted != -1 && counted < 2 * threads * messages)
    counted = ask(self, actor);
  CHECK(counted == 2 * threads * messages);
  self->send_exit(actor, caf::exit_reason::user_shutdown);
}

TEST_CASE("a strand actor is a monitor, asks and is asked") {
  class asker : public strand_actor<caf::event_based_actor> {
  public:
    asker(caf::actor_config& cfg, strand where, caf::actor whom)
        : strand_actor{cfg, std::move(where)}, whom_{std::move(whom)} {}

    caf::behavior make_behavior() override {
      monitor(whom_);
      set_down_handler([this](caf::down_msg& down) { quit(down.reason); });
      boost::asio::post(on(), bind([this] { request(whom_, caf::infinite, 20).then([this](int x) { answer_ = x; }); }));
      return {[this](caf::get_atom) {
        return std::int64_t{answer_};
      }};
    }

  private:
    caf::actor whom_;
    int answer_ = 0;
  };
  pool p;
  caf::scoped_actor self{p.system};
  const auto worker = p.spawn([](caf::event_based_actor*) -> caf::behavior {
    return {[](int x) {
      return x + 1;
    }};
  });
  const auto actor = p.system.spawn<asker>(strand{io_context_of(p.system).get_executor()}, worker);
  while (ask(self, actor) != 21)
    std::this_thread::yield();
  self->send_exit(worker, caf::exit_reason::user_shutdown);
  CHECK(wait_for_end(self, actor) == caf::exit_reason::user_shutdown);
}

TEST_CASE("a strand actor sends itself delayed messages") {
  class ticker : public strand_actor<caf::event_based_actor> {
  public:
    ticker(caf::actor_config& cfg, strand where) : strand_actor{cfg, std::move(where)} {}
    caf::behavior make_behavior() override {
      delayed_send(this, std::chrono::milliseconds{1}, caf::tick_atom_v);
      return {[this](caf::tick_atom) {
        if (++ticks_ == 5)
          return quit();
        delayed_send(this, std::chrono::milliseconds{1}, caf::tick_atom_v);
      }};
    }

  private:
    int ticks_ = 0;
  };
  pool p;
  caf::scoped_actor self{p.system};
  const auto actor = p.system.spawn<ticker>(strand{io_context_of(p.system).get_executor()});
  CHECK_FALSE(wait_for_end(self, actor));
}

TEST_CASE("a typed strand actor keeps its interface") {
  using squarer = caf::typed_actor<caf::replies_to<int>::with<int>>;
  class impl : public strand_actor<squarer::base> {
  public:
    impl(caf::actor_config& cfg, strand where) : strand_actor{cfg, std::move(where)} {}
    squarer::behavior_type make_behavior() override {
      return {[](int x) {
        return x * x;
      }};
    }
  };
  pool p;
  caf::scoped_actor self{p.system};
  const squarer actor = p.system.spawn<impl>(strand{io_context_of(p.system).get_executor()});
  int answer = 0;
  self->request(actor, caf::infinite, 12).receive([&](int x) { answer = x; }, [](const caf::error&) {});
  CHECK(answer == 144);
  self->send_exit(actor, caf::exit_reason::user_shutdown);
}
