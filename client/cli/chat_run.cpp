#include "client/cli/chat_run.hpp"

#include "client/cli/chat_pipe.hpp"
#include "client/cli/chat_terminal.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/surroundings.hpp"
#include "protocol/blocks.hpp"
#include "protocol/overloaded.hpp"

#include <array>
#include <poll.h>
#include <random>
#include <unistd.h>

namespace atelier::cli::chat {

using clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t past_on_terminal = 20;
constexpr std::chrono::minutes retry_in_pipe{1};
/// Shorter than elsewhere, since leaving waits for a try to connect.
constexpr std::chrono::seconds connect_max{5};

conversation_settings settings_of(const settings& how, const chat_options& what, bool interactive) {
  conversation_settings out;
  out.session = what.session;
  out.interactive = interactive;
  out.follow = what.follow && !interactive;
  out.retry_max = what.retry_max;
  if (!out.retry_max && !interactive)
    out.retry_max = retry_in_pipe;
  out.style = {how.json, interactive && wants_colours(), interactive,
               what.past_shown.value_or(interactive ? past_on_terminal : 0), local_time};
  out.key_prefix = random_uuid();
  out.random = [dice = std::mt19937{std::random_device{}()}]() mutable {
    return std::uniform_real_distribution<double>{0, 1}(dice);
  };
  return out;
}

} // namespace

chat_run::chat_run(const settings& how, const chat_options& what)
    : how_{how}, interactive_{is_terminal()}, conversation_{settings_of(how, what, interactive_)} {}

int chat_run::run() {
  const auto where = client::parse_address(how_.url);
  if (!where)
    return report(where.error());
  {
    chat_signals signals;
    client::options limits;
    limits.connect_max = connect_max;
    wire_ = std::make_unique<chat_wire>(*where, limits);
    if (interactive_)
      console_ = std::make_unique<chat_terminal>(how_.quiet);
    else
      console_ = std::make_unique<chat_pipe>(how_.quiet);
    loop(signals);
    for (const auto& each : conversation_.take_unsaid())
      console_->remark("not said: " + each, true);
    for (const auto& each : conversation_.take_unsent())
      console_->remark("not sent: " + presentable_name(each), true);
    console_.reset();
  }
  // Signals are let through again, so that a second Ctrl-C ends what this may wait for.
  wire_.reset();
  return finish();
}

void chat_run::loop(chat_signals& signals) {
  conversation_.start();
  carry_out();
  while (!left_ && !interrupted()) {
    std::optional<std::chrono::milliseconds> time_max;
    if (const auto next = conversation_.next_tick())
      time_max =
          std::max(std::chrono::ceil<std::chrono::milliseconds>(*next - clock::now()), std::chrono::milliseconds{0});
    if (files_.is_busy())
      time_max = std::chrono::milliseconds{0};
    std::array<pollfd, 2> ready{
        {{wire_->readable(), POLLIN, 0}, {conversation_.wants_input() ? STDIN_FILENO : -1, POLLIN, 0}}};
    signals.wait(ready, time_max);
    if (chat_signals::take_resized())
      console_->resized();
    if (chat_signals::take_continued())
      console_->continued();
    if (ready[0].revents != 0)
      read_wire();
    if (ready[1].revents != 0)
      read_console();
    files_.work();
    conversation_.tick(clock::now());
    carry_out();
  }
}

void chat_run::read_wire() {
  for (auto& each : wire_->take()) {
    const auto now = clock::now();
    if (auto* came = std::get_if<client::routed>(&each))
      conversation_.received(std::move(*came), now);
    else if (const auto* blocks = std::get_if<wire_blocks>(&each))
      conversation_.blocks_received(blocks->body, now);
    else if (auto* lost = std::get_if<wire_lost>(&each))
      conversation_.lost(std::move(lost->why), now);
    else
      conversation_.opened(now);
  }
}

void chat_run::read_console() {
  for (const auto& each : console_->read())
    switch (each.what) {
    case input::kind::line:
      conversation_.typed(each.text);
      break;
    case input::kind::passphrase:
      conversation_.passphrase_given(each.text);
      break;
    case input::kind::no_passphrase:
      conversation_.passphrase_given(std::nullopt);
      break;
    case input::kind::end:
      conversation_.input_ended();
      break;
    }
}

void chat_run::carry_out() {
  for (;;) {
    for (auto& each : files_.take_events())
      conversation_.file_changed(std::move(each));
    auto wanted = conversation_.take_effects();
    if (wanted.empty())
      return;
    carry_out(std::move(wanted));
  }
}

void chat_run::carry_out(effects wanted) {
  for (auto& each : wanted)
    std::visit(overloaded{[&](const connect&) { wire_->open(); }, [&](const disconnect&) { wire_->close(); },
                          [&](const send& what) { wire_->post(what.what); },
                          [&](show& what) { shown_.push_back(std::move(what.line)); },
                          [&](const remark& what) {
                            flush_shown();
                            console_->remark(what.text, false);
                          },
                          [&](const complaint& what) {
                            flush_shown();
                            console_->remark(what.text, true);
                          },
                          [&](const ask_passphrase& what) {
                            flush_shown();
                            console_->ask_passphrase(what.prompt);
                          },
                          [&](leave& what) { left_ = std::move(what); },
                          [&](const send_piece& what) { send_piece_of(what); },
                          [&](const auto& what) {
                            files_.take(what);
                          }},
               each);
  flush_shown();
}

void chat_run::send_piece_of(const send_piece& what) {
  const auto piece = files_.read(what.what);
  if (!piece)
    return;
  bytes block;
  append_chunk(block, what.what.transfer, what.what.offset, *piece);
  wire_->post_blocks(std::move(block));
}

void chat_run::flush_shown() {
  if (!shown_.empty())
    console_->show(std::exchange(shown_, {}));
}

int chat_run::finish() {
  if (!left_)
    return exit_interrupted;
  return left_->why ? report(*left_->why) : left_->code;
}

} // namespace atelier::cli::chat
