#include "client/cli/watch_run.hpp"

#include "client/cli/exit_codes.hpp"
#include "client/cli/image_file.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/op_text.hpp"
#include "client/cli/output.hpp"
#include "client/cli/text.hpp"

#include <cstdio>

namespace atelier::cli {

using client::fault_kind;
using client::outcome;

namespace {

constexpr std::chrono::milliseconds look_interval{20};

} // namespace

watch_run::watch_run(const settings& how, watch_options what)
    : how_{how}, what_{std::move(what)}, retry_{what_.retry_max, [this](const std::string& text) {
                                                  remark(text);
                                                }} {
  events_.on_block = [this](const block& came) {
    return take_block(came);
  };
  events_.on_sync = [this](const json& message) {
    return take_sync(message);
  };
  events_.on_message = [this](const json& message) {
    take_message(message);
  };
}

int watch_run::run() {
  started_ = last_op_ = clock::now();
  for (;;) {
    auto made = client::connect(how_.url);
    const auto watched = made ? watch_over(*made) : outcome<void>{tl::unexpected{made.error()}};
    if (watched)
      return finish(exit_done);
    if (replica_)
      replica_->disconnected();
    const auto& why = watched.error();
    // A server that dies while it greets was there, and may be again.
    was_connected_ |= made.has_value() || why.kind == fault_kind::lost;
    const bool may_come_back = was_connected_ && !interrupted() && reconnecting::worth_a_try(why);
    if (!may_come_back || !retry_.wait(why, [this] { return seen_enough(); })) {
      // A watch that has a length ends when that is over, whether or not the server is there.
      return finish(seen_enough() ? exit_done : report(why));
    }
  }
}

outcome<void> watch_run::watch_over(client::connection& made) {
  if (!replica_) {
    const auto picture = find_picture(made.commands, what_.picture);
    if (!picture)
      return tl::unexpected{picture.error()};
    replica_.emplace(picture->id);
  }
  if (auto sent = made.commands.post(replica_->stream().subscription(only_stream)); !sent)
    return sent;
  while (!seen_enough()) {
    if (interrupted())
      return client::failed(fault_kind::lost, "interrupted");
    const auto came = made.messages.recv(look_interval);
    if (!came && came.error().kind == fault_kind::timed_out) {
      std::fflush(stdout);
      continue;
    }
    auto taken = came.and_then([&](const auto& what) { return dispatch(what, replica_->stream().picture(), events_); });
    if (!taken)
      return taken;
  }
  return {};
}

outcome<void> watch_run::take_block(const block& what) {
  const auto before = replica_->stream().durable();
  auto applied = replica_->apply(what, [this](const client::ordered_op& each) { print_op(each); });
  if (!applied)
    return applied;
  const auto& stream = replica_->stream();
  if (what.kind == block_kind::snapshot)
    print({{"event", "snapshot"},
           {"seq", stream.seq()},
           {"width", replica_->raster().width},
           {"height", replica_->raster().height}},
          "snapshot at op " + std::to_string(stream.seq()));
  if (stream.durable() != before)
    print({{"event", "durable"}, {"seq", stream.durable()}}, "durable up to op " + std::to_string(stream.durable()));
  return {};
}

outcome<void> watch_run::take_sync(const json& message) {
  const auto sync = replica_->apply_sync(message);
  if (!sync)
    return tl::unexpected{sync.error()};
  retry_.connected();
  last_op_ = clock::now();
  print({{"event", "sync"}, {"seq", sync->seq}, {"epoch", sync->epoch}, {"author", sync->author.value}},
        "in sync at op " + std::to_string(sync->seq) + ", epoch " + std::to_string(sync->epoch));
  return {};
}

void watch_run::remark(const std::string& text) const {
  if (!how_.quiet)
    std::fprintf(stderr, "%s\n", text.c_str());
}

void watch_run::take_message(const json& message) {
  if (message.value("type", json{}) == "presence") {
    const auto viewers = message.value("viewers", json::array());
    print({{"event", "presence"}, {"viewers", viewers}}, "viewers: " + std::to_string(viewers.size()));
  }
}

void watch_run::print_op(const client::ordered_op& each) {
  last_op_ = clock::now();
  if (how_.quiet)
    return;
  const auto decoded = decode_op(each.op);
  if (!decoded)
    return;
  if (how_.json) {
    auto out = op_json(decoded->value);
    out["event"] = "op";
    out["seq"] = each.seq;
    out["author"] = each.author.value;
    out["client_seq"] = each.client_seq;
    print_json(out);
  } else {
    std::printf("op %llu by %u: %s\n", static_cast<unsigned long long>(each.seq), each.author.value,
                shortened(op_words(decoded->value), 200).c_str());
  }
}

void watch_run::print(const json& event, const std::string& words) {
  if (!how_.quiet)
    std::printf("%s\n", how_.json ? to_text(event).c_str() : words.c_str());
}

bool watch_run::seen_enough() const {
  const auto now = clock::now();
  if (what_.length && now - started_ >= *what_.length)
    return true;
  if (!replica_ || !replica_->stream().synced())
    return false;
  if (what_.until_seq && replica_->stream().seq() >= *what_.until_seq)
    return true;
  return what_.until_idle && now - last_op_ >= *what_.until_idle;
}

int watch_run::finish(int code) {
  std::fflush(stdout);
  if (what_.png.empty() || !replica_ || replica_->raster().pixels.empty())
    return code;
  if (const auto written = write_image(what_.png, replica_->raster()); !written)
    return report(written.error());
  return code;
}

} // namespace atelier::cli
