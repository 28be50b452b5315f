#pragma once

#include "engine/engine.hpp"
#include "engine/engine_actor.hpp"
#include "engine/wake_ups.hpp"
#include "runtime/group_wake.hpp"

#include <caf/all.hpp>
#include <optional>
#include <unordered_map>

namespace atelier {

/// The actor around the engine: brings in messages with their time, carries out effects, knows who is who.
class engine_shell : public engine_actor::base {
public:
  engine_shell(caf::actor_config& cfg, engine_setup setup);

  engine_actor::behavior_type make_behavior() override;
  void on_exit() override;
  const char* name() const override {
    return "engine";
  }

private:
  template <class Input>
  void apply(Input&& input);
  void carry_out(effects& all);
  void carry_out(to_connection& what);
  void carry_out(const wake_viewers& what);
  void carry_out(const viewers_changed& what);
  void carry_out(store_batch& what);
  void carry_out(encode_view& what);
  void carry_out(write_snapshot& what);
  void carry_out(drop_snapshots& what);
  void carry_out(decode_upload& what);
  void carry_out(load_picture& what);
  void carry_out(read_texts& what);
  void carry_out(find_messages& what);
  void carry_out(find_events& what);
  void carry_out(hash_passphrase& what);
  void carry_out(check_passphrase& what);
  void carry_out(begin_attachment& what);
  void carry_out(write_chunk& what);
  void carry_out(finish_attachment& what);
  void carry_out(keep_attachment& what);
  void carry_out(leave_attachment& what);
  void carry_out(read_attachment& what);
  void carry_out(read_report& what);
  void carry_out(find_feed& what);
  void carry_out(follow_project& what);
  void carry_out(unfollow_project& what);
  void carry_out(feed_position& what);
  void carry_out(feed_items_taken& what);
  void carry_out(close_listeners& what);
  void carry_out(engine_stopped& what);
  void carry_out(wake_at& what);
  void carry_out(log_line& what);
  void went_down(const caf::down_msg& what);

  engine core_;
  storage_actor storage_;
  snapshot_actor snapshots_;
  loader_actor loader_;
  history_actor history_;
  passphrase_actor passphrases_;
  attachment_actor attachments_;
  report_actor reports_;
  peering_actor peers_;
  manager_actor manager_;
  std::unordered_map<connection_id, connection_actor> connections_;
  std::unordered_map<caf::actor_id, connection_id> ids_;
  wake_ups wake_ups_;
  /// The viewers of pictures on which something happens.
  std::unordered_map<picture_id, runtime::sleeper_group> groups_;
};

} // namespace atelier
