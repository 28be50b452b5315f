#pragma once

#include "io_actors/engine_message.hpp"
#include "io_actors/fifo.hpp"
#include "protocol/ids.hpp"

#include <optional>
#include <vector>

namespace atelier {

/// What a client is sent piece by piece: pages of streams of texts, parts of attachments. The next piece is asked for
/// when little waits for the client, so that one who takes nothing makes nothing grow. Whoever waited longest comes
/// first. Not thread-safe, no I/O.
class refills {
public:
  /// Nothing is asked for while more than `bytes_low` wait.
  refills(connection_id id, std::size_t bytes_low) : id_{id}, bytes_low_{bytes_low} {}

  /// The page of a stream that was asked for has come.
  void page_came(mux_id stream);
  /// There is another page after what the stream has sent.
  void want_page(mux_id stream);
  /// The client closes the stream and wants no more pages; the one on its way still comes, or the stream's end.
  void leave(mux_id stream);
  /// Nothing of the stream comes any more.
  void end(mux_id stream);

  /// A part of an attachment has come, and another one is behind it.
  void want_part(transfer_id transfer);

  /// Asks for what is wanted, where no more than a little waits: for one page at a time, since all of them are read by
  /// one thread, and for one part of each attachment.
  void ask(std::size_t waiting_bytes, engine_messages& to);

private:
  connection_id id_;
  std::size_t bytes_low_;
  fifo<mux_id> pages_wanted_;
  /// Whose page is on its way.
  std::optional<mux_id> page_due_;
  std::vector<transfer_id> parts_wanted_;
};

} // namespace atelier
