#pragma once

#include "client/cli/reconnecting.hpp"
#include "client/cli/session.hpp"

#include <functional>

namespace atelier::cli {

/// After so long without a word in the middle of something a server is given up for lost.
inline constexpr std::chrono::seconds silence_max{60};

/// Does `work` over one connection after another, until it is done, or has a fault that another connection would not
/// mend, or `retry` or Ctrl-C ends it. `work` tells `retry` when the server works.
[[nodiscard]] client::outcome<void>
over_connections(const settings& how, reconnecting& retry,
                 const std::function<client::outcome<void>(client::connection&)>& work);

/// The next message, or nothing for a while, in which Ctrl-C and the time since `last_heard`, which is set, are looked
/// at.
[[nodiscard]] client::outcome<std::optional<client::message>> next_message(client::receiver& from,
                                                                           reconnecting::clock::time_point& last_heard);

} // namespace atelier::cli
