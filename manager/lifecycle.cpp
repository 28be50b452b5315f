#include "manager/lifecycle.hpp"

namespace atelier {

namespace {

/// Local connections beyond the limit. With those that are turned away, well within `open_files_reserve`.
constexpr std::size_t local_reserve = 16;
constexpr std::size_t turned_away_max = 8;

} // namespace

std::string_view name_of(member who) noexcept {
  switch (who) {
  case member::engine:
    return "engine";
  case member::storage:
    return "storage";
  case member::snapshots:
    return "snapshot worker";
  case member::loader:
    return "loader";
  case member::history:
    return "history reader";
  case member::passphrases:
    return "passphrase worker";
  case member::attachments:
    return "attachment worker";
  case member::reports:
    return "report worker";
  case member::peers:
    return "peering";
  case member::listener:
    return "listener";
  }
  return "actor";
}

void lifecycle::started(member who) {
  members_.insert(who);
}

admission lifecycle::admit(bool local) noexcept {
  if (phase_ != phase::running)
    return admission::dropped;
  if (connections_ < bounds_.connections_max + (local ? local_reserve : 0)) {
    ++connections_;
    return admission::in;
  }
  if (turned_away_ == turned_away_max)
    return admission::dropped;
  ++turned_away_;
  return admission::turned_away;
}

bool lifecycle::replace() noexcept {
  if (phase_ != phase::running)
    return false;
  ++replaced_;
  return true;
}

manager_effects lifecycle::on(const close_listeners&) {
  manager_effects out;
  stop(out);
  return out;
}

manager_effects lifecycle::on(const shutdown_requested& why) {
  if (phase_ != phase::running && phase_ != phase::stopping)
    return {};
  return {ask_engine{why}};
}

manager_effects lifecycle::on(const engine_stopped& how) {
  manager_effects out;
  if (phase_ != phase::running && phase_ != phase::stopping)
    return out;
  stop(out);
  phase_ = phase::emptying;
  code_ = how.failed ? exit_code::failed : how.timed_out ? exit_code::cut_off : exit_code::clean;
  reason_ = how.reason;
  if (has_connections())
    out.emplace_back(cut_connections{});
  advance(out);
  return out;
}

manager_effects lifecycle::connection_ended(admission how) {
  manager_effects out;
  --(how == admission::in ? connections_ : how == admission::replaced ? replaced_ : turned_away_);
  advance(out);
  return out;
}

manager_effects lifecycle::ended(member who, const std::string& reason) {
  manager_effects out;
  if (const auto found = members_.find(who); found != members_.end())
    members_.erase(found);
  const bool early = phase_ == phase::running || phase_ == phase::stopping;
  if (who == member::engine && early) {
    stop(out);
    phase_ = phase::emptying;
    code_ = exit_code::failed;
    reason_ = "the engine died: " + reason;
    if (has_connections()) {
      out.emplace_back(say_goodbye_to_all{goodbye_reason::internal_error});
      out.emplace_back(start_grace{bounds_.shutdown_max});
    }
  } else if (who == member::listener && phase_ == phase::running) {
    out.emplace_back(ask_engine{{"a listener died: " + reason, true}});
  }
  advance(out);
  return out;
}

manager_effects lifecycle::grace_is_over() {
  if (phase_ != phase::emptying || !has_connections())
    return {};
  return {cut_connections{}};
}

void lifecycle::stop(manager_effects& out) {
  if (phase_ != phase::running)
    return;
  phase_ = phase::stopping;
  out.emplace_back(stop_listening{});
}

void lifecycle::advance(manager_effects& out) {
  if (phase_ == phase::emptying && !has_connections()) {
    phase_ = phase::finishing;
    out.emplace_back(end_workers{});
  }
  if (phase_ == phase::finishing && members_.empty()) {
    phase_ = phase::over;
    out.emplace_back(over{code_, reason_});
  }
}

} // namespace atelier
