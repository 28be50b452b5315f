#pragma once

#include "io_actors/peering_actor.hpp"
#include "manager/manager_actor.hpp"
#include "manager/seldom.hpp"

#include <unordered_map>

namespace atelier {

/// The shell around `lifecycle`: knows the actors by their names.
class manager_shell final : public house_actor::base {
public:
  manager_shell(caf::actor_config& cfg, manager_setup setup);

  behavior_type make_behavior() override;
  void on_exit() override;

private:
  void spawn_members();
  void spawn_listener(listening_socket& socket);
  template <class Handle>
  Handle joined(member who, Handle handle);

  [[nodiscard]] admission admit(bool local);
  void take(const socket_accepted& what);
  void take(const upgrade_wanted& what);
  void join(const connection_actor& connection, admission how);
  [[nodiscard]] connection_setup next_connection(bool local, admission how);
  void went_down(const caf::down_msg& what);

  void carry_out(const manager_effects& all);
  void carry_out(const stop_listening&);
  void carry_out(const ask_engine& what);
  void carry_out(const say_goodbye_to_all& what);
  void carry_out(const start_grace& what);
  void carry_out(const cut_connections&);
  void carry_out(const end_workers&);
  void carry_out(const over& what);

  lifecycle core_;
  manager_setup setup_;
  std::shared_ptr<const limits> bounds_;
  std::shared_ptr<traffic> traffic_;
  std::shared_ptr<const http_setup> http_;
  std::uint32_t srv_id_;
  std::uint64_t last_connection_ = 0;
  seldom turned_away_;
  engine_actor engine_;
  storage_actor storage_;
  snapshot_actor snapshots_;
  loader_actor loader_;
  history_actor history_;
  passphrase_actor passphrases_;
  attachment_actor attachments_;
  report_actor reports_;
  peering_house peers_;
  std::vector<caf::actor> listeners_;
  std::unordered_map<caf::actor_id, member> members_;
  struct joined_connection {
    connection_actor actor;
    admission how{};
  };
  std::unordered_map<caf::actor_id, joined_connection> connections_;
};

} // namespace atelier
