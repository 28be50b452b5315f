#pragma once

#include "protocol/actors.hpp"
#include "protocol/limits.hpp"
#include "tests/io_actors/journal.hpp"
#include "tests/io_actors/twins.hpp"

#include <caf/all.hpp>
#include <map>
#include <memory>

namespace atelier::test {

/// An attachment that the twin has: some parts, and the last one is smaller.
inline constexpr std::size_t attachment_bytes = 10 * limits::attachment_part_bytes + 7;
/// Its content, or that of another size.
[[nodiscard]] std::string attachment_content(std::size_t size = attachment_bytes);
/// What the report of project 8 has at least.
inline constexpr std::size_t large_report_bytes = 5 * 1024 * 1024;

/// Stands for the engine. It answers at once: a command with its action as the result, a subscription with a join to
/// picture 12 (others are not there), draws with UPDATES and DURABLE to all viewers. These actions do something else:
/// `hold` is never answered, `flood` has `count` broadcasts of `size` bytes before its response, `grow` adds `count`
/// blocks of 100 ops to the picture, `goodbye` says goodbye to the connection after its response, `pictures` and
/// `picture` answer as the contract says, `fetch_attachment` sends the attachment above as transfer 6. Each CHUNK is
/// answered with how far it goes. Over HTTP what
/// is attached becomes a message, but in session 9, and there is an attachment for each hash, but for one that begins
/// with 0; where it begins with b only the first part can be read, where with c the others never come, where with f it
/// is no image. The report of a project says what it was asked for, that of 8 at length, that of 9 is not found;
/// `post_thread` is refused. It notes `connected N`, `admin N`, `token TEXT`, `held N`, `resync N`,
/// `chunk OFFSET+SIZE`, `part taken TRANSFER`, `part OFFSET`, `thumbnail OFFSET`, `held a part` and `ended N`.
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
  void take(const chunk_received& what);
  void send_part(connection_id to);
  void give(const attachment_requested& what);
  void report(const report_requested& what);
  void join(connection_id who, mux_id mux);
  void wake_viewers();
  template <class Message>
  void tell(connection_id to, Message what);
  void respond(connection_id to, std::int64_t id, json result);

  std::shared_ptr<journal> notes_;
  std::map<connection_id, connection_actor> connections_;
  std::map<connection_id, viewer> viewers_;
  std::map<caf::actor_addr, connection_id> ids_;
  std::size_t fetched_ = 0;
  runtime::log_position woken_;
  picture_twin picture_{picture_id{12}, 16 * 1024 * 1024};
};

} // namespace atelier::test
