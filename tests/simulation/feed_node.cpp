#include "tests/simulation/feed_node.hpp"

#include "protocol/overloaded.hpp"

#include <array>
#include <doctest/doctest.h>

namespace atelier::simulation {

namespace {

constexpr session_id project{1};

std::string writer_name(std::uint32_t srv_id) {
  return "0000000" + std::to_string(srv_id) + "-0000-4000-8000-0000000000ff";
}

} // namespace

feed_node::feed_node(std::uint32_t srv_id, std::vector<std::string> peers, random& dice, instant now, network reach)
    : srv_id_{srv_id},
      peers_{std::move(peers)},
      dice_{dice},
      reach_{std::move(reach)},
      store_{16, 16, srv_id},
      writes_{store_, srv_id},
      writer_{{writer_name(srv_id), {}, true, false}, {}},
      reader_{project.value} {
  start(now);
}

void feed_node::start(instant now) {
  ++run_;
  server_ = std::make_unique<simulated_server>(store_, limits{}, dice_, now);
  links_.clear();
  server_->give(peers_named{peers_});
  writer_.come(*server_);
  reader_.come(*server_);
}

void feed_node::kill(instant now) {
  for (auto& [url, each] : links_)
    if (each.at && each.run == each.peer->run_)
      each.peer->server_->cut(*each.at);
  ++cuts_;
  writer_.server_gone();
  reader_.server_gone();
  start(now);
}

void feed_node::cut_links() {
  ++cuts_;
  for (auto& [url, each] : links_) {
    if (!each.at)
      continue;
    if (each.run == each.peer->run_)
      each.peer->server_->cut(*each.at);
    lose(each, "the test has cut it");
    carry_out(url, each);
  }
}

void feed_node::lose(link& which, const std::string& why) {
  which.at.reset();
  which.core->lost(why, server_->now().mono);
}

void feed_node::run(instant::clock::time_point until) {
  settle();
  while (server_->now().mono < until) {
    server_->pass_until(until);
    settle();
  }
}

void feed_node::settle() {
  for (bool more = true; more;) {
    more = false;
    while (server_->step())
      more = true;
    more |= step_links();
    writer_.take(*server_);
    reader_.take(*server_);
    take_answers();
  }
}

bool feed_node::step_links() {
  bool happened = false;
  for (auto& message : server_->take_for_peers()) {
    happened = true;
    const auto url = std::visit([](const auto& what) { return what.url; }, message);
    auto& its = links_[url];
    if (!its.core)
      its.core = std::make_unique<feed_link>(url, srv_id_, dice_());
    const auto now = server_->now().mono;
    std::visit(overloaded{[&](const follow_project& what) { its.core->on(what, now); },
                          [&](const auto& what) {
                            its.core->on(what);
                          }},
               message);
    carry_out(url, its);
  }
  for (auto& [url, each] : links_) {
    const auto now = server_->now().mono;
    if (each.at && each.run != each.peer->run_)
      lose(each, "the other server is gone");
    if (each.at && each.core->wants_input()) {
      for (const auto& message : each.peer->server_->receive(*each.at)) {
        happened = true;
        if (message.kind == frame_kind::json)
          each.core->received(as_text(message.body), now);
        else
          each.core->received_nonsense("a binary message", now);
      }
      if (each.peer->server_->is_closed(*each.at))
        lose(each, "the other server has closed it");
    }
    if (const auto due = each.core->next_tick(); due && *due <= now)
      each.core->tick(now);
    carry_out(url, each);
  }
  return happened;
}

void feed_node::carry_out(const std::string& url, link& which) {
  for (auto all = which.core->take_effects(); !all.empty(); all = which.core->take_effects())
    for (auto& each : all)
      std::visit(overloaded{
                     [&](const open_link&) {
                       which.peer = reach_(url);
                       if (!which.peer)
                         return which.core->lost("it can't be reached", server_->now().mono);
                       which.run = which.peer->run_;
                       which.at = which.peer->server_->connect();
                       which.core->opened(server_->now().mono);
                     },
                     [&](const cut_link&) {
                       if (which.at && which.run == which.peer->run_)
                         which.peer->server_->cut(*which.at);
                       which.at.reset();
                     },
                     [&](const write_to_link& what) {
                       if (!which.at || which.run != which.peer->run_)
                         return;
                       const auto raw = as_byte_view(what.text);
                       which.peer->server_->send(*which.at, {frame_kind::json, {raw.begin(), raw.end()}});
                     },
                     [&](feed_items_received& what) {
                       for (const auto& item : what.items) {
                         CHECK_MESSAGE(item.srv_id != srv_id_, "its own message ", item.seqno, " came back");
                         ++came_[url][{item.srv_id, item.seqno}];
                       }
                       server_->give(std::move(what));
                     },
                     [&](feed_position_asked& what) { server_->give(std::move(what)); },
                     [&](link_changed& what) { server_->give(std::move(what)); },
                 },
                 each);
}

void feed_node::write() {
  const auto what = writes_.next(dice_, server_->now().wall);
  const auto key = "write " + std::to_string(++asked_);
  writer_.ask(*server_, project, what.action, what.args, key, !what.has_uuid);
  waiting_.emplace(key, what);
}

void feed_node::take_answers() {
  for (auto each = waiting_.begin(); each != waiting_.end();) {
    auto answer = writer_.take_answer(each->first);
    if (!answer) {
      ++each;
      continue;
    }
    REQUIRE_MESSAGE(answer->contains("result"), each->second.action, " ", each->second.args.dump(), ": ",
                    answer->dump());
    answered_.emplace_back(std::move(each->second), answer->at("result"));
    each = waiting_.erase(each);
  }
}

void feed_node::disturb_reader() {
  if (dice_() % 2 == 0)
    return reader_.turn_over(*server_);
  reader_.cut(*server_);
  reader_.come(*server_);
}

bool feed_node::is_idle() const {
  return waiting_.empty() && reader_.is_in_sync();
}

void feed_node::check_answers() const {
  std::map<seqno_t, const feed_message*> own;
  for (const auto& each : store_.feed())
    if (each.srv_id == srv_id_)
      CHECK(own.emplace(each.seqno, &each).second);
  std::set<seqno_t> told;
  for (const auto& [asked, answer] : answered_) {
    CHECK(answer.at("srv_id") == srv_id_);
    const auto seqno = answer.at("seqno").get<seqno_t>();
    CHECK_MESSAGE(told.insert(seqno).second, answer.dump(), " is a number that was given before");
    REQUIRE_MESSAGE(own.contains(seqno), answer.dump(), " is not stored");
    const auto& stored = *own.at(seqno);
    const std::array names{"version_uuid", "thread_uuid", "comment_uuid"};
    if (asked.has_uuid)
      CHECK(stored.uuid == asked.args.at(names[static_cast<std::size_t>(stored.kind)]));
  }
  CHECK(told.size() == own.size());
}

} // namespace atelier::simulation
