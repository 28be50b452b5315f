#include "io_actors/peering_actor.hpp"

#include "io_actors/feed_peer_actor.hpp"
#include "runtime/strand_actor.hpp"

#include <caf/all.hpp>
#include <map>
#include <unordered_map>
#include <utility>

namespace atelier {

namespace {

/// A connection's actor that died of an error has its place again after this time.
constexpr std::chrono::seconds repair_pause{60};

struct peer_due {
  std::string url;
};

} // namespace

} // namespace atelier

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::peer_due)

namespace atelier {

namespace {

using peering_self = peering_house::extend<caf::reacts_to<peer_due>>;

class peering_shell final : public peering_self::base {
public:
  peering_shell(caf::actor_config& config, std::uint32_t own_srv_id, std::uint64_t seed)
      : peering_self::base{config}, own_srv_id_{own_srv_id}, seed_{seed} {
    set_down_handler([this](caf::down_msg& what) { went_down(what); });
    // A message that bounced off a connection which ended meanwhile is no reason to end.
    set_error_handler([](caf::error&) {});
  }

  behavior_type make_behavior() override;
  void on_exit() override;
  const char* name() const override {
    return "peering";
  }

private:
  struct peer {
    /// Null until the peering has begun, and while it waits to be made again.
    peering_actor actor;
    std::map<session_id, follow_project> projects;
  };

  void begin(const peers_begin& what);
  void follow(const follow_project& what);
  void unfollow(const unfollow_project& what);
  template <class Message>
  void pass_on(const Message& what);
  void spawn(const std::string& url, peer& which);
  void went_down(const caf::down_msg& what);

  std::uint32_t own_srv_id_;
  std::uint64_t seed_;
  engine_actor engine_;
  std::map<std::string, peer> peers_;
  std::unordered_map<caf::actor_id, std::string> urls_;
};

peering_shell::behavior_type peering_shell::make_behavior() {
  return {
      [this](const follow_project& what) { follow(what); },
      [this](const unfollow_project& what) { unfollow(what); },
      [this](const feed_position& what) { pass_on(what); },
      [this](const feed_items_taken& what) { pass_on(what); },
      [this](const peers_begin& what) { begin(what); },
      [this](const peer_due& what) {
        if (const auto found = peers_.find(what.url); found != peers_.end() && !found->second.actor)
          spawn(found->first, found->second);
      },
  };
}

void peering_shell::on_exit() {
  for (auto& [url, each] : peers_)
    if (each.actor)
      send_exit(each.actor, caf::exit_reason::user_shutdown);
  peers_.clear();
  engine_ = nullptr;
}

void peering_shell::begin(const peers_begin& what) {
  engine_ = what.engine;
  for (auto& [url, each] : peers_)
    spawn(url, each);
  send(engine_, peers_named{what.urls});
}

void peering_shell::spawn(const std::string& url, peer& which) {
  const runtime::strand own{runtime::io_context_of(home_system()).get_executor()};
  const auto seed = seed_ ^ std::hash<std::string>{}(url);
  which.actor = home_system().spawn<feed_peer_actor>(own, url, own_srv_id_, seed, engine_);
  urls_.emplace(which.actor->id(), url);
  monitor(which.actor);
  for (const auto& [id, each] : which.projects)
    send(which.actor, each);
}

void peering_shell::follow(const follow_project& what) {
  const auto [place, is_new] = peers_.try_emplace(what.url);
  auto& which = place->second;
  if (!which.projects.emplace(what.project, what).second)
    return;
  if (which.actor)
    send(which.actor, what);
  else if (is_new && engine_)
    spawn(what.url, which);
}

void peering_shell::unfollow(const unfollow_project& what) {
  const auto found = peers_.find(what.url);
  if (found == peers_.end() || found->second.projects.erase(what.project) == 0)
    return;
  auto& which = found->second;
  if (!which.projects.empty()) {
    if (which.actor)
      send(which.actor, what);
    return;
  }
  if (which.actor) {
    urls_.erase(which.actor->id());
    send_exit(which.actor, caf::exit_reason::user_shutdown);
  }
  peers_.erase(found);
}

template <class Message>
void peering_shell::pass_on(const Message& what) {
  if (const auto found = peers_.find(what.url); found != peers_.end() && found->second.actor)
    send(found->second.actor, what);
}

void peering_shell::went_down(const caf::down_msg& what) {
  const auto ended = urls_.extract(what.source.id());
  if (!ended)
    return;
  const auto& url = ended.mapped();
  peers_.at(url).actor = nullptr;
  send(engine_, link_changed{url, "ended by an error in this server: " + system().render(what.reason)});
  delayed_send(this, repair_pause, peer_due{url});
}

} // namespace

peering_house spawn_peering(caf::actor_system& system, std::uint32_t own_srv_id, std::uint64_t seed) {
  return system.spawn<peering_shell>(own_srv_id, seed);
}

} // namespace atelier
