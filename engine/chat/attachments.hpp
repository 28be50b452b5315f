#pragma once

#include "engine/chat/downloads.hpp"
#include "engine/chat/uploads.hpp"

namespace atelier {

/// Attachments on their way, in either direction.
class attachments {
public:
  attachments(world& all, replies& answers, chat& talk)
      : replies_{answers}, numbers_{all}, uploads_{all, answers, talk, numbers_}, downloads_{all, answers, numbers_} {}

  void attach(const asker& who, const command& what, turn& now) {
    uploads_.attach(who, what, now);
  }
  void fetch(const asker& who, const command& what, turn& now) {
    downloads_.fetch(who, what, now);
  }
  /// `cancel_transfer {transfer}` → `{"transfer":…}`
  void cancel(const asker& who, const command& what, turn& now);

  [[nodiscard]] uploads& incoming() noexcept {
    return uploads_;
  }
  [[nodiscard]] downloads& outgoing() noexcept {
    return downloads_;
  }

  void gone(connection_id who, turn& now);
  void stop(turn& now);

private:
  replies& replies_;
  transfers numbers_;
  uploads uploads_;
  downloads downloads_;
};

} // namespace atelier
