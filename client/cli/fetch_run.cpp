#include "client/cli/fetch_run.hpp"

#include "client/cli/exit_codes.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/output.hpp"
#include "protocol/blocks.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace atelier::cli {

using client::fault_kind;
using client::outcome;

namespace {

constexpr std::size_t hash_digits = 64;

bool is_hash(const std::string& text) {
  return text.size() == hash_digits
         && std::ranges::all_of(text, [](unsigned char each) { return std::isxdigit(each) != 0; });
}

} // namespace

fetch_run::fetch_run(const settings& how, fetch_options what)
    : how_{how},
      what_{std::move(what)},
      display_{"bytes", how.quiet},
      retry_{what_.retry_max, [this](const auto& text) {
               display_.say(text);
             }} {}

int fetch_run::run() {
  if (const auto ready = prepare(); !ready)
    return report(ready.error());
  started_ = clock::now();
  auto done = over_connections(how_, retry_, [this](client::connection& made) { return receive_over(made); });
  show_progress(true);
  if (done && !*download_->result())
    done = tl::unexpected{download_->result()->error()};
  if (done)
    done = file_->keep_at(output_);
  if (!done)
    return report(done.error());
  const json answer{{"hash", what_.hash},
                    {"file", output_.string()},
                    {"bytes", file_->size()},
                    {"media_type", download_->media_type()}};
  return show_outcome(how_, answer, [&](const json&) {
    if (!how_.quiet)
      std::printf("fetched %s bytes into %s\n", grouped(file_->size()).c_str(), output_.c_str());
    return exit_done;
  });
}

outcome<void> fetch_run::prepare() {
  if (!is_hash(what_.hash))
    return client::failed(fault_kind::misuse,
                          "HASH must be 64 hexadecimal digits, as messages name attachments, not " + shown(what_.hash));
  std::ranges::transform(what_.hash, what_.hash.begin(),
                         [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
  output_ = what_.output.empty() ? what_.hash : what_.output;
  std::error_code ignored;
  if (std::filesystem::is_directory(output_, ignored))
    return client::cannot("write", output_, "it is a folder; give a file");
  // At the end it is looked at again, in the same moment as the file gets its name.
  if (std::filesystem::exists(std::filesystem::symlink_status(output_, ignored)))
    return client::cannot("write", output_, "it exists already; give another with -o");
  const auto folder = output_.parent_path();
  auto opened = client::download_file::open(folder.empty() ? "." : folder, what_.hash);
  if (!opened)
    return tl::unexpected{opened.error()};
  file_.emplace(std::move(*opened));
  for (;;) {
    const auto whole = file_->hash_more();
    if (!whole)
      return tl::unexpected{whole.error()};
    if (*whole)
      break;
    if (interrupted())
      return client::failed(fault_kind::lost, "interrupted");
  }
  there_before_ = file_->size();
  download_.emplace(what_.hash);
  return {};
}

outcome<void> fetch_run::receive_over(client::connection& made) {
  download_->disconnected();
  for (auto last_heard = clock::now(); !download_->result();) {
    if (download_->is_postponed())
      return client::failed(fault_kind::lost, "the server is shutting down", "shutting_down");
    if (!download_->is_requested())
      if (auto begun = begin(made.commands); !begun)
        return begun;
    if (download_->is_whole())
      check();
    show_progress(false);
    if (download_->result() || !download_->is_requested())
      continue;
    const auto came = next_message(made.messages, last_heard);
    if (!came)
      return tl::unexpected{came.error()};
    if (*came)
      if (auto taken = take(**came); !taken)
        return taken;
  }
  return {};
}

outcome<void> fetch_run::begin(const client::sender& to) {
  if (download_->begins_anew()) {
    there_before_ = 0;
    if (auto cleared = file_->clear(); !cleared)
      return cleared;
  }
  const auto answer = ask(to, download_->request(file_->size()));
  if (!answer && client::only_postpones(answer.error()))
    return tl::unexpected{answer.error()};
  download_->answered(answer);
  if (retry_.connected())
    display_.say("connected again; going on at byte " + grouped(file_->size()));
  return {};
}

outcome<void> fetch_run::take(const client::message& came) {
  if (came.kind == frame_kind::json) {
    if (came.value->value("type", json{}) != "transfer")
      return {};
    return client::to_transfer_news(*came.value).map([&](const client::transfer_news& news) { download_->take(news); });
  }
  for (auto rest = byte_view{came.body}; !rest.empty();) {
    const auto next = take_block(rest);
    if (!next)
      return client::failed(fault_kind::broken_contract, "a binary message is damaged: " + next.error().message);
    if (auto written = file_->append(download_->take(*next)); !written)
      return written;
  }
  return {};
}

void fetch_run::check() {
  const bool fits = file_->fits();
  download_->checked(fits);
  if (!fits && download_->result())
    file_->discard();
}

void fetch_run::show_progress(bool last) {
  const auto now = clock::now();
  if (!download_ || download_->bytes_total() == 0 || (!last && !display_.due(now)))
    return;
  display_.show({file_->size(), download_->bytes_total(), there_before_,
                 std::chrono::duration_cast<std::chrono::milliseconds>(now - started_)},
                now);
}

} // namespace atelier::cli
