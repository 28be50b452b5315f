#include "client/cli/attach_run.hpp"

#include "client/cli/chat_session_lookup.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/output.hpp"
#include "protocol/blocks.hpp"

#include <cstdio>

namespace atelier::cli {

using client::fault_kind;
using client::outcome;

attach_run::attach_run(const settings& how, attach_options what)
    : how_{how},
      what_{std::move(what)},
      display_{"bytes", how.quiet},
      retry_{what_.retry_max, [this](const auto& text) {
               display_.say(text);
             }} {}

int attach_run::run() {
  if (const auto ready = prepare(); !ready)
    return report(ready.error());
  started_ = clock::now();
  const auto done = over_connections(how_, retry_, [this](client::connection& made) { return send_over(made); });
  show_progress(true);
  if (!done)
    return report(done.error());
  return show_outcome(how_, upload_->result()->map([](const json& said) {
    return json{{"message", said}};
  }),
                      [&](const json& answer) {
                        const auto& said = answer.at("message");
                        if (!how_.quiet)
                          std::printf(
                              "attached \"%s\", %s bytes, in message %s of session %u\n",
                              presentable_name(said.value("attachment", json::object()).value("name", "")).c_str(),
                              grouped(file_->size()).c_str(), cell(said, "id").c_str(), session_->value);
                        return exit_done;
                      });
}

outcome<void> attach_run::prepare() {
  auto opened = client::upload_file::open(what_.file);
  if (!opened)
    return tl::unexpected{opened.error()};
  file_ = std::move(*opened);
  for (;;) {
    const auto whole = file_->hash_more();
    if (!whole)
      return tl::unexpected{whole.error()};
    if (*whole)
      break;
    if (interrupted())
      return client::failed(fault_kind::lost, "interrupted");
  }
  const auto name = what_.name.empty() ? file_->name() : what_.name;
  upload_.emplace(client::attachment_upload::content{name, file_->size(), file_->sha256()}, what_.text, random_uuid());
  return {};
}

outcome<void> attach_run::send_over(client::connection& made) {
  upload_->disconnected();
  if (auto begun = begin(made.commands); !begun)
    return begun;
  for (auto last_heard = clock::now(); !upload_->result();) {
    if (upload_->is_postponed())
      return client::failed(fault_kind::lost, "the server is shutting down", "shutting_down");
    if (auto sent = send_pieces(made.commands); !sent)
      return sent;
    show_progress(false);
    const auto came = next_message(made.messages, last_heard);
    if (!came)
      return tl::unexpected{came.error()};
    if (!*came || !(*came)->value || (*came)->value->value("type", json{}) != "transfer")
      continue;
    const auto news = client::to_transfer_news(*(*came)->value);
    if (!news)
      return tl::unexpected{news.error()};
    upload_->take(*news);
  }
  return {};
}

outcome<void> attach_run::begin(const client::sender& to) {
  if (!session_) {
    const auto found =
        all_listed(to, "sessions").and_then([&](const json& all) { return find_session(all, what_.session); });
    if (!found)
      return tl::unexpected{found.error()};
    session_ = found->id;
  }
  const auto answer = ask(to, upload_->announce(*session_));
  if (!answer && client::only_postpones(answer.error()))
    return tl::unexpected{answer.error()};
  upload_->answered(answer);
  if (!sent_before_)
    sent_before_ = upload_->confirmed();
  if (retry_.connected())
    display_.say("connected again; going on at byte " + grouped(upload_->confirmed()));
  return {};
}

outcome<void> attach_run::send_pieces(const client::sender& to) {
  while (const auto next = upload_->next()) {
    const auto piece = file_->read(next->offset, next->bytes);
    if (!piece) {
      if (auto cancel = upload_->fail(piece.error()))
        static_cast<void>(ask(to, std::move(*cancel)));
      return {};
    }
    bytes block;
    append_chunk(block, next->transfer, next->offset, *piece);
    if (auto sent = to.post_blocks(std::move(block)); !sent)
      return sent;
  }
  return {};
}

void attach_run::show_progress(bool last) {
  const auto now = clock::now();
  if (!upload_ || !sent_before_ || (!last && !display_.due(now)))
    return;
  display_.show({upload_->confirmed(), file_->size(), *sent_before_,
                 std::chrono::duration_cast<std::chrono::milliseconds>(now - started_)},
                now);
}

} // namespace atelier::cli
