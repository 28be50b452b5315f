#include "tests/system/feed_writer.hpp"

#include <chrono>
#include <cstdio>

namespace atelier::test {

feed_writer::feed_writer(std::string url, session_id project, int number, std::uint64_t seed)
    : url_{std::move(url)}, project_{project}, number_{number}, dice_{seed} {}

feed_writer::~feed_writer() {
  end();
}

void feed_writer::share(std::string entry, std::string version, std::string thread) {
  entry_ = std::move(entry);
  version_ = std::move(version);
  thread_ = std::move(thread);
}

void feed_writer::begin() {
  is_over_ = false;
  thread_of_ = std::thread{[this] {
    run();
  }};
}

void feed_writer::end() {
  is_over_ = true;
  if (thread_of_.joinable())
    thread_of_.join();
  connection_.reset();
}

void feed_writer::run() {
  while (!is_over_ && complaint_.empty())
    write_one();
}

std::string feed_writer::next_uuid() {
  char out[37];
  std::snprintf(out, sizeof out, "%08x-0000-4000-8000-%012x", static_cast<unsigned>(number_),
                static_cast<unsigned>(++made_));
  return out;
}

std::optional<json> feed_writer::ask(const std::string& action, const json& args) {
  if (!connection_) {
    auto made = client::connect(url_);
    if (!made)
      return std::nullopt;
    connection_.emplace(std::move(made->commands));
  }
  command what;
  what.action = action;
  what.session = project_;
  what.args = args;
  auto answer = connection_->send(std::move(what)).get();
  if (answer)
    return *answer;
  if (answer.error().kind != client::fault_kind::refused)
    connection_.reset();
  else if (answer.error().code != "shutting_down")
    complaint_ = action + " " + args.dump() + ": " + answer.error().message;
  return std::nullopt;
}

void feed_writer::write(const std::string& action, json args, const char* uuid) {
  for (;;) {
    if (const auto answer = ask(action, args)) {
      const place at{answer->at("srv_id"), answer->at("seqno")};
      const auto named = answer->at(uuid).get<std::string>();
      if (named != args.at(uuid))
        complaint_ = action + " answered " + named + " for " + args.dump();
      if (!answers_.emplace(at, named).second)
        complaint_ = action + " was given a number that another write has: " + answer->dump();
      ++answered_;
      return;
    }
    if (!complaint_.empty())
      return;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

void feed_writer::write_one() {
  const auto uuid = next_uuid();
  switch (std::uniform_int_distribution{0, 4}(dice_)) {
  case 0:
    write("edit_entry",
          {{"entry_uuid", entry_},
           {"version_uuid", uuid},
           {"modifies", {version_}},
           {"content", {{"field" + std::to_string(dice_() % 4), uuid}}},
           {"reason", "seen again"}},
          "version_uuid");
    version_ = uuid;
    return;
  case 1:
    write("post_entry",
          {{"report_uuid", "11111111-0000-4000-8000-00000000000" + std::to_string(dice_() % 3)},
           {"entry_uuid", next_uuid()},
           {"version_uuid", uuid},
           {"clip_id", uuid},
           {"content", {{"title", uuid}}}},
          "version_uuid");
    return;
  case 2:
    if (!comments_.empty()) {
      write("post_thread", {{"thread_uuid", uuid}, {"links", {{"comment", comments_[dice_() % comments_.size()]}}}},
            "thread_uuid");
      return;
    }
    [[fallthrough]];
  default:
    write("post_comment",
          {{"comment_uuid", uuid},
           {"thread_uuid", thread_},
           {"body", uuid},
           {"authortime", "2026-11-20T21:14:0" + std::to_string(dice_() % 10) + "Z"}},
          "comment_uuid");
    comments_.push_back(uuid);
  }
}

} // namespace atelier::test
