#include "client/cli/draw_run.hpp"

#include "client/cli/exit_codes.hpp"
#include "client/cli/image_file.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/output.hpp"
#include "client/routing.hpp"
#include "protocol/uuid.hpp"

namespace atelier::cli {

using client::fault_kind;
using client::outcome;

namespace {

constexpr std::chrono::milliseconds look_interval{50};

} // namespace

draw_run::draw_run(const settings& how, draw_options what)
    : how_{how},
      what_{std::move(what)},
      display_{"pixels", how.quiet},
      retry_{what_.retry_max, [this](const std::string& text) {
               display_.say(text);
             }} {
  events_.on_block = [this](const block& came) {
    return take_block(came);
  };
  events_.on_sync = [this](const json& message) {
    return take_sync(message);
  };
  events_.on_message = [this](const json& message) {
    if (message.value("type", json{}) == "rejected")
      take_rejected(message);
  };
}

outcome<void> draw_run::prepare() {
  if (what_.client.empty())
    what_.client = random_uuid();
  const auto client = canonical_uuid(what_.client);
  if (!client)
    return client::failed(fault_kind::misuse, "--client must be a UUID, not " + shown(what_.client));
  what_.client = *client;
  auto loaded = read_image(what_.file);
  if (!loaded)
    return tl::unexpected{loaded.error()};
  image_ = std::move(*loaded);
  const auto place = parse_place(what_.at);
  if (!place)
    return tl::unexpected{place.error()};
  row_range rows{0, image_.height};
  if (!what_.rows.empty() || !what_.strip.empty()) {
    const auto part =
        what_.rows.empty() ? parse_strip(what_.strip, image_.height) : parse_rows(what_.rows, image_.height);
    if (!part)
      return tl::unexpected{part.error()};
    rows = *part;
  }
  source_.emplace(image_, rows, place->first, place->second);
  if (what_.resume)
    drawer_.start_after(0);
  return {};
}

int draw_run::run() {
  if (const auto ready = prepare(); !ready)
    return report(ready.error());
  started_ = clock::now();
  for (;;) {
    auto made = client::connect(how_.url);
    const auto drawn = made ? draw_over(*made) : outcome<void>{tl::unexpected{made.error()}};
    if (drawn)
      return finish();
    drawer_.disconnected();
    if (stream_)
      stream_->disconnected();
    const auto& why = drawn.error();
    // A server that dies while it greets was there, and may be again.
    was_connected_ |= made.has_value() || why.kind == fault_kind::lost;
    if (interrupted() || !was_connected_ || !reconnecting::worth_a_try(why) || !retry_.wait(why)) {
      show_progress(true);
      return report(why);
    }
    ++reconnects_;
  }
}

outcome<void> draw_run::draw_over(client::connection& made) {
  if (!stream_)
    if (auto found = find_target(made.commands); !found)
      return found;
  if (auto sent = made.commands.post(stream_->subscription(only_stream)); !sent)
    return sent;
  return exchange(made);
}

outcome<void> draw_run::find_target(const client::sender& to) {
  const auto picture = find_picture(to, what_.picture);
  if (!picture)
    return tl::unexpected{picture.error()};
  const auto place = *parse_place(what_.at);
  if (place.first + image_.width > picture->width || place.second + image_.height > picture->height)
    return client::failed(fault_kind::misuse, "the image of " + std::to_string(image_.width) + "×"
                                                  + std::to_string(image_.height) + " at " + what_.at
                                                  + " does not fit on the picture of " + std::to_string(picture->width)
                                                  + "×" + std::to_string(picture->height));
  stream_.emplace(picture->id, what_.client);
  return {};
}

outcome<void> draw_run::exchange(client::connection& made) {
  while (!finished()) {
    if (interrupted())
      return client::failed(fault_kind::lost, "interrupted");
    if (auto sent = send_what_may_go(made.commands); !sent)
      return sent;
    show_progress(false);
    const auto came = made.messages.recv(look_interval);
    if (!came && came.error().kind == fault_kind::timed_out)
      continue;
    auto taken = came.and_then([&](const auto& what) { return dispatch(what, stream_->picture(), events_); });
    if (!taken)
      return taken;
  }
  return {};
}

outcome<void> draw_run::send_what_may_go(const client::sender& to) {
  for (;;) {
    bytes op;
    while (drawer_.has_room() && !source_->done()) {
      op.clear();
      encode(source_->next(), op);
      drawer_.add(op);
    }
    if (drawer_.exhausted() && !source_->done())
      return client::failed(fault_kind::misuse,
                            "the client " + what_.client + " has used up its numbers on this picture; draw as another");
    const auto draw = drawer_.take_draw();
    if (!draw)
      return {};
    bytes blocks;
    append_draw(blocks, stream_->picture(), draw->first_client_seq, draw->ops);
    if (auto sent = to.post_blocks(std::move(blocks)); !sent)
      return sent;
  }
}

outcome<void> draw_run::take_block(const block& what) {
  const auto applied = stream_->apply(what, [this](const client::ordered_op& each) { drawer_.came(each); });
  if (!applied)
    return tl::unexpected{applied.error()};
  drawer_.durable(stream_->durable());
  return {};
}

outcome<void> draw_run::take_sync(const json& message) {
  const auto sync = stream_->apply_sync(message);
  if (!sync)
    return tl::unexpected{sync.error()};
  drawer_.synced(*sync);
  if (what_.resume && !std::exchange(synced_before_, true)) {
    if (sync->client_seq > source_->size())
      return client::failed(fault_kind::misuse, "--resume cannot go on: this client has drawn "
                                                    + std::to_string(sync->client_seq) + " ops on the picture, and the "
                                                    + "image has only " + std::to_string(source_->size()) + " pixels");
    drawn_before_ = sync->client_seq;
  }
  if (retry_.connected())
    display_.say("connected again at op " + std::to_string(sync->seq));
  return {};
}

void draw_run::take_rejected(const json& message) {
  const auto error = message.value("error", json{});
  drawer_.rejected(
      {message.value("client_seq", client_seq_t{0}), message.value("count", std::uint32_t{1}), client::refusal(error)});
}

void draw_run::show_progress(bool last) {
  const auto now = clock::now();
  if (!source_ || (!last && !display_.due(now)))
    return;
  display_.show({drawer_.count().durable, source_->size(), drawn_before_,
                 std::chrono::duration_cast<std::chrono::milliseconds>(now - started_)},
                now);
}

int draw_run::finish() {
  show_progress(true);
  const auto count = drawer_.count();
  const auto seconds = std::chrono::duration<double>(clock::now() - started_).count();
  if (how_.json)
    print_json({{"picture", stream_->picture().value},
                {"client", what_.client},
                {"durable", count.durable},
                {"refused", count.refused},
                {"repeated", count.repeated},
                {"reconnects", reconnects_},
                {"seconds", seconds}});
  if (count.refused == 0)
    return exit_done;
  auto first = drawer_.refusals().front().why;
  first.message = grouped(count.refused) + " pixels were refused, the first because " + first.message;
  return report(first);
}

} // namespace atelier::cli
