#include "engine/chat/attachments.hpp"

#include "engine/arguments.hpp"

namespace atelier {

void attachments::cancel(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const transfer_id which{args.number("transfer")};
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  if (!uploads_.cancel(which, who.from, now) && !downloads_.cancel(which, who.from))
    return replies_.answer(who, tl::unexpected{no_such_transfer(which)}, now);
  replies_.answer(who, json{{"transfer", which.value}}, now);
}

void attachments::gone(connection_id who, turn& now) {
  uploads_.gone(who, now);
  downloads_.gone(who);
}

void attachments::stop(turn& now) {
  uploads_.stop(now);
  downloads_.stop(now);
}

} // namespace atelier
