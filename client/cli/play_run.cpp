#include "client/cli/play_run.hpp"

#include "client/cli/chat_pipe.hpp"
#include "client/cli/chat_terminal.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/surroundings.hpp"
#include "protocol/overloaded.hpp"

#include <algorithm>
#include <array>
#include <poll.h>
#include <random>
#include <unistd.h>

namespace atelier::cli::play {

using clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::minutes retry_in_pipe{1};
/// Shorter than elsewhere, since leaving waits for a try to connect.
constexpr std::chrono::seconds connect_max{5};

follower_settings completed(const settings& how, follower_settings what, bool interactive) {
  what.interactive = interactive;
  what.follow = what.follow && !interactive;
  if (!what.retry_max && !interactive)
    what.retry_max = retry_in_pipe;
  what.style = {how.json, interactive && wants_colours(), interactive, 0, local_time};
  what.key_prefix = random_uuid();
  what.random = [dice = std::mt19937{std::random_device{}()}]() mutable {
    return std::uniform_real_distribution<double>{0, 1}(dice);
  };
  return what;
}

} // namespace

play_run::play_run(const settings& how, follower_settings what)
    : how_{how},
      interactive_{!what.once && is_terminal()},
      once_{what.once},
      follower_{completed(how, std::move(what), interactive_)} {}

int play_run::run() {
  const auto where = client::parse_address(how_.url);
  if (!where)
    return report(where.error());
  {
    const chat::chat_signals signals;
    client::options limits;
    limits.connect_max = connect_max;
    wire_ = std::make_unique<chat::chat_wire>(*where, limits);
    if (interactive_)
      console_ = std::make_unique<chat::chat_terminal>(how_.quiet);
    else
      console_ = std::make_unique<chat::chat_pipe>(how_.quiet);
    loop(signals);
    for (const auto& each : follower_.take_undone())
      console_->remark("not done: " + each, true);
    console_.reset();
  }
  // Signals are let through again, so that a second Ctrl-C ends what this may wait for.
  wire_.reset();
  return finish();
}

void play_run::loop(const chat::chat_signals& signals) {
  follower_.start();
  carry_out();
  while (!left_ && !interrupted()) {
    std::optional<std::chrono::milliseconds> time_max;
    if (const auto next = follower_.next_tick())
      time_max =
          std::max(std::chrono::ceil<std::chrono::milliseconds>(*next - clock::now()), std::chrono::milliseconds{0});
    const bool reads = follower_.wants_input() && !once_;
    std::array<pollfd, 2> ready{{{wire_->readable(), POLLIN, 0}, {reads ? STDIN_FILENO : -1, POLLIN, 0}}};
    signals.wait(ready, time_max);
    if (chat::chat_signals::take_resized())
      console_->resized();
    if (chat::chat_signals::take_continued())
      console_->continued();
    if (ready[0].revents != 0)
      read_wire();
    if (ready[1].revents != 0)
      read_console();
    follower_.tick(clock::now());
    carry_out();
  }
}

void play_run::read_wire() {
  for (auto& each : wire_->take()) {
    const auto now = clock::now();
    if (auto* came = std::get_if<client::routed>(&each))
      follower_.received(std::move(*came), now);
    else if (auto* lost = std::get_if<chat::wire_lost>(&each))
      follower_.lost(std::move(lost->why), now);
    else if (std::holds_alternative<chat::wire_opened>(each))
      follower_.opened(now);
  }
}

void play_run::read_console() {
  for (const auto& each : console_->read())
    if (each.what == chat::input::kind::line)
      follower_.typed(each.text);
    else if (each.what == chat::input::kind::end)
      follower_.input_ended();
}

void play_run::carry_out() {
  for (auto& each : follower_.take_effects())
    std::visit(overloaded{[&](const chat::connect&) { wire_->open(); },
                          [&](const chat::disconnect&) { wire_->close(); },
                          [&](const chat::send& what) { wire_->post(what.what); },
                          [&](chat::show& what) { shown_.push_back(std::move(what.line)); },
                          [&](const chat::remark& what) {
                            flush_shown();
                            console_->remark(what.text, false);
                          },
                          [&](const chat::complaint& what) {
                            flush_shown();
                            console_->remark(what.text, true);
                          },
                          [&](chat::leave& what) {
                            left_ = std::move(what);
                          }},
               each);
  flush_shown();
}

void play_run::flush_shown() {
  if (!shown_.empty())
    console_->show(std::exchange(shown_, {}));
}

int play_run::finish() {
  if (!left_)
    return exit_interrupted;
  return left_->why ? report(*left_->why) : left_->code;
}

} // namespace atelier::cli::play
