#pragma once

#include "protocol/actors.hpp"
#include "protocol/limits.hpp"
#include "tests/io_actors/journal.hpp"
#include "tests/io_actors/twins.hpp"

#include <caf/all.hpp>
#include <map>
#include <memory>

namespace atelier::test {

/// Stands for the engine. It answers at once: a command with its action as the result, a subscription with a join to
/// picture 12 (others are not there), draws with UPDATES and DURABLE to all viewers. These actions do something else:
/// `hold` is never answered, `flood` has `count` broadcasts of `size` bytes before its response, `grow` adds `count`
/// blocks of 100 ops to the picture, `goodbye` says goodbye to the connection after its response, `pictures` and
/// `picture` answer as the contract says. It notes `connected N`, `admin N`, `token TEXT`, `held N`, `resync N` and
/// `ended N`.
class engine_twin : public engine_actor::base {
public:
  engine_twin(caf::actor_config& config, std::shared_ptr<journal> notes);

  behavior_type make_behavior() override;

private:
  struct viewer {
    mux_id mux;
    std::shared_ptr<runtime::reader_gate> gate;
  };

  void act(const command_received& what);
  void draw(const draws_received& what);
  void join(connection_id who, mux_id mux);
  void wake_viewers();
  template <class Message>
  void tell(connection_id to, Message what);
  void respond(connection_id to, std::int64_t id, json result);

  std::shared_ptr<journal> notes_;
  std::map<connection_id, connection_actor> connections_;
  std::map<connection_id, viewer> viewers_;
  std::map<caf::actor_addr, connection_id> ids_;
  picture_twin picture_{picture_id{12}, 16 * 1024 * 1024};
};

} // namespace atelier::test
