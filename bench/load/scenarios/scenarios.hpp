#pragma once

#include "bench/load/options.hpp"
#include "bench/load/report.hpp"

/// \file
/// One function for each scenario, each in a source file of its own. Where the server does not do what it must, they
/// throw std::runtime_error.

namespace atelier::bench {

/// The scenario that was asked for.
[[nodiscard]] report run_scenario(const options& how);

/// Each sender keeps so many of its ops in flight.
[[nodiscard]] report run_closed(const options& how);

/// Ops are sent by a schedule, whatever comes back.
[[nodiscard]] report run_open(const options& how);

/// Connections join a room and do nothing.
[[nodiscard]] report run_idle(const options& how);

/// Newcomers join a large picture that others draw on, one after another.
[[nodiscard]] report run_joins(const options& how);

/// Many pictures, on each of which somebody draws now and then.
[[nodiscard]] report run_many(const options& how);

/// Many pictures for a long time, with viewers who come and go.
[[nodiscard]] report run_soak(const options& how);

/// Ops until they are on disk.
[[nodiscard]] report run_durable(const options& how);

/// Many messages of a feed are written, read by a newcomer, and heard by many.
[[nodiscard]] report run_feed(const options& how);

} // namespace atelier::bench
