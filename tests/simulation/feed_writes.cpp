#include "tests/simulation/feed_writes.hpp"

#include "protocol/server_messages.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

namespace atelier::simulation {

namespace {

std::size_t below(std::mt19937_64& dice, std::size_t count) {
  return std::uniform_int_distribution<std::size_t>{0, count - 1}(dice);
}

bool one_in(std::mt19937_64& dice, std::size_t count) {
  return below(dice, count) == 0;
}

const auto& any_of(const auto& all, std::mt19937_64& dice) {
  return *std::next(all.begin(), static_cast<std::ptrdiff_t>(below(dice, all.size())));
}

std::string some_text(std::mt19937_64& dice) {
  return "text " + std::to_string(below(dice, 1'000));
}

void add_new(std::vector<std::string>& all, const std::string& what) {
  if (std::ranges::find(all, what) == all.end())
    all.push_back(what);
}

} // namespace

void feed_writes::look() {
  const auto& all = store_.feed();
  for (; seen_ < all.size(); ++seen_) {
    const auto members = json::parse("{" + all[seen_].members + "}");
    switch (all[seen_].kind) {
    case feed_kind::entry: {
      add_new(reports_, members.at("report_uuid"));
      auto& versions = entries_[members.at("entry_uuid").get<std::string>()];
      add_new(versions, members.at("version_uuid"));
      add_new(versions_, members.at("version_uuid"));
      break;
    }
    case feed_kind::thread:
      add_new(threads_, members.at("thread_uuid"));
      break;
    case feed_kind::comment:
      comments_[members.at("comment_uuid").get<std::string>()] = members.at("thread_uuid");
    }
  }
}

std::string feed_writes::new_uuid() {
  std::array<char, 37> out{};
  std::snprintf(out.data(), out.size(), "%08x-0000-4000-8000-%012llx", name_, static_cast<unsigned long long>(++made_));
  return out.data();
}

feed_writes::write feed_writes::next(std::mt19937_64& dice, std::chrono::system_clock::time_point now) {
  look();
  const auto what = below(dice, 12);
  if (what < 4 && !entries_.empty())
    return edit(dice);
  if (what < 6 && !versions_.empty())
    return thread(dice);
  if (what < 8 && !threads_.empty())
    return comment(dice, now, true);
  if (what < 9 && !comments_.empty())
    return comment(dice, now, false);
  if (what < 10 && !threads_.empty())
    return archive(dice);
  return entry(dice);
}

feed_writes::write feed_writes::entry(std::mt19937_64& dice) {
  const auto report = reports_.empty() || one_in(dice, 5) ? new_uuid() : any_of(reports_, dice);
  json content = json::object();
  for (std::size_t i = below(dice, 4); i > 0; --i)
    content["field " + std::to_string(below(dice, 5))] = some_text(dice);
  return {"post_entry",
          {{"report_uuid", report},
           {"entry_uuid", new_uuid()},
           {"version_uuid", new_uuid()},
           {"clip_id", some_text(dice)},
           {"content", content}},
          true};
}

feed_writes::write feed_writes::edit(std::mt19937_64& dice) {
  const auto& [entry, versions] = any_of(entries_, dice);
  auto modifies = json::array({any_of(versions, dice)});
  if (const auto& other = any_of(versions, dice); other != modifies.front())
    modifies.push_back(other);
  json args{{"entry_uuid", entry},       {"version_uuid", new_uuid()}, {"modifies", modifies},
            {"reason", some_text(dice)}, {"clip_id", nullptr},         {"content", nullptr}};
  if (one_in(dice, 3))
    args["clip_id"] = some_text(dice);
  if (!one_in(dice, 4)) {
    args["content"] = json::object();
    for (std::size_t i = below(dice, 3); i > 0; --i)
      args["content"]["field " + std::to_string(below(dice, 5))] = one_in(dice, 3) ? json() : json(some_text(dice));
  }
  return {"edit_entry", std::move(args), true};
}

feed_writes::write feed_writes::thread(std::mt19937_64& dice) {
  json links = json::object();
  if (one_in(dice, 3))
    links["report"] = any_of(reports_, dice);
  if (one_in(dice, 3))
    links["entry"] = any_of(entries_, dice).first;
  if (one_in(dice, 3))
    links["version"] = any_of(versions_, dice);
  if (one_in(dice, 2) && !comments_.empty())
    links["comment"] = any_of(comments_, dice).first;
  if (links.empty())
    links["entity"] = some_text(dice);
  return {"post_thread", {{"thread_uuid", new_uuid()}, {"links", links}}, true};
}

feed_writes::write feed_writes::comment(std::mt19937_64& dice, std::chrono::system_clock::time_point now, bool is_new) {
  json args{{"body", some_text(dice)}, {"authortime", to_iso8601(now - std::chrono::milliseconds{below(dice, 3'000)})}};
  if (is_new) {
    args["comment_uuid"] = new_uuid();
    args["thread_uuid"] = any_of(threads_, dice);
  } else {
    const auto& [comment, thread] = any_of(comments_, dice);
    args["comment_uuid"] = comment;
    args["thread_uuid"] = thread;
  }
  return {"post_comment", std::move(args), is_new};
}

feed_writes::write feed_writes::archive(std::mt19937_64& dice) {
  json args;
  const auto what = below(dice, 3);
  if (what == 0 && !comments_.empty())
    args["comment_uuid"] = any_of(comments_, dice).first;
  else if (what == 1 && !entries_.empty())
    args["entry_uuid"] = any_of(entries_, dice).first;
  else
    args["thread_uuid"] = any_of(threads_, dice);
  return {one_in(dice, 3) ? "unarchive" : "archive", std::move(args), false};
}

} // namespace atelier::simulation
