#include "runtime/asio_coordinator.hpp"

#include "runtime/printer.hpp"
#include "runtime/thread_name.hpp"
#include "runtime/thread_sanitizer.hpp"

#include <boost/asio/defer.hpp>
#include <boost/asio/post.hpp>
#include <caf/all.hpp>
#include <cstdio>
#include <sched.h>
#include <stdexcept>
#include <utility>

namespace atelier::runtime {

namespace {

// A turn of an actor that waits in the pool; owns the reference that CAF gave along.
class job {
public:
  job(asio_coordinator& on, caf::resumable* what) noexcept : on_{&on}, what_{what} {}
  job(job&& other) noexcept : on_{other.on_}, what_{std::exchange(other.what_, nullptr)} {}
  job(const job&) = delete;
  job& operator=(job&&) = delete;

  ~job() {
    if (what_)
      caf::scheduler::abstract_coordinator::cleanup_and_release(what_);
  }

  void operator()() {
    if (turn() == caf::resumable::resume_later)
      boost::asio::post(on_->context(), std::move(*this));
    else
      what_->intrusive_ptr_release_impl();
    what_ = nullptr;
  }

private:
  caf::resumable::resume_result turn() const {
    try {
      return take_turn(*what_, on_->unit());
    } catch (...) {
      if (what_->subtype() == caf::resumable::scheduled_actor)
        end_after_exception(*static_cast<caf::scheduled_actor*>(what_));
      else
        on_->report(describe_exception());
      return caf::resumable::done;
    }
  }

  asio_coordinator* on_;
  caf::resumable* what_;
};

void write_to_stderr(std::string_view line) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

// The cores that this process may use, which a container or `taskset` makes fewer than there are.
std::size_t cores() {
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    return static_cast<std::size_t>(CPU_COUNT(&allowed));
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

std::size_t threads_or_cores(std::size_t threads) {
  return threads != 0 ? threads : cores();
}

} // namespace

void use_asio_coordinator(caf::actor_system_config& config, std::size_t threads, fault_handler on_fault) {
  if (!on_fault)
    on_fault = write_to_stderr;
  config.module_factories.emplace_back([threads, on_fault](caf::actor_system& system) -> caf::actor_system::module* {
    return new asio_coordinator{system, threads, on_fault};
  });
}

asio_coordinator::asio_coordinator(caf::actor_system& system, std::size_t threads, fault_handler on_fault)
    : abstract_coordinator{system},
      on_fault_{std::move(on_fault)},
      thread_count_{threads_or_cores(threads)},
      context_{static_cast<int>(thread_count_)},
      guard_{context_.get_executor()},
      clock_{context_},
      unit_{&system} {}

void asio_coordinator::enqueue(caf::resumable* what) {
  boost::asio::defer(context_, job{*this, what});
}

caf::actor_clock& asio_coordinator::clock() noexcept {
  return clock_;
}

bool asio_coordinator::detaches_utility_actors() const {
  return false;
}

void asio_coordinator::init(caf::actor_system_config& config) {
  abstract_coordinator::init(config);
  num_workers_ = thread_count_;
  max_throughput_ = messages_per_look;
}

void asio_coordinator::start() {
  // The base class would start a thread for CAF's own printer here.
  utility_actors_[printer_id] =
      system().spawn<caf::hidden>(print_lines, [this](std::string_view line) { report(line); });
  threads_.reserve(thread_count_);
  for (std::size_t i = 0; i < thread_count_; ++i)
    threads_.emplace_back([this] {
      name_this_thread("pool");
      system().thread_started();
      run();
      system().thread_terminates();
    });
}

void asio_coordinator::stop() {
  clock_.close();
  caf::anon_send_exit(utility_actors_[printer_id], caf::exit_reason::user_shutdown);
  guard_.reset();
  // Without this, a socket that somebody forgot to close would keep the threads for ever.
  context_.stop();
  for (auto& thread : threads_)
    thread.join();
  threads_.clear();
  drain();
}

boost::asio::io_context& asio_coordinator::context() noexcept {
  return context_;
}

caf::execution_unit& asio_coordinator::unit() noexcept {
  return unit_;
}

void asio_coordinator::report(std::string_view fault) const noexcept {
  try {
    on_fault_(fault);
  } catch (...) {
    write_to_stderr(fault);
  }
}

void asio_coordinator::run() noexcept {
  for (;;) {
    try {
      context_.run();
      return;
    } catch (...) {
      report("a handler on the thread pool failed: " + describe_exception());
    }
  }
}

void asio_coordinator::drain() noexcept {
  for (;;) {
    try {
      context_.restart();
      if (context_.poll() == 0)
        return;
    } catch (...) {
      report("a handler failed while the thread pool stopped: " + describe_exception());
    }
  }
}

asio_coordinator& coordinator_of(caf::actor_system& system) {
  auto* found = dynamic_cast<asio_coordinator*>(&system.scheduler());
  if (!found)
    throw std::logic_error{"this actor system was made without use_asio_coordinator"};
  return *found;
}

caf::resumable::resume_result take_turn(caf::resumable& what, caf::execution_unit& on) {
  auto result = what.resume(&on, messages_per_look);
  if (result != caf::resumable::resume_later)
    return result;
  // Most turns are over by now and never look at the clock.
  const auto end = std::chrono::steady_clock::now() + turn_max;
  for (auto handled = messages_per_look; handled < messages_per_turn; handled += messages_per_look) {
    result = what.resume(&on, messages_per_look);
    if (result != caf::resumable::resume_later || std::chrono::steady_clock::now() >= end)
      break;
  }
  return result;
}

void end_after_exception(caf::scheduled_actor& blamed) noexcept {
  auto& on = coordinator_of(blamed.home_system());
  on.report("actor " + std::to_string(blamed.id()) + " (" + blamed.name() + ") ended: " + describe_exception());
  try {
    blamed.cleanup(caf::make_error(caf::sec::runtime_error), &on.unit());
  } catch (...) {
    on.report("actor " + std::to_string(blamed.id()) + " failed again while it ended: " + describe_exception());
  }
}

std::string describe_exception() {
  try {
    throw;
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

} // namespace atelier::runtime
