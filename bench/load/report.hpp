#pragma once

#include "bench/load/histogram.hpp"
#include "bench/load/server_meter.hpp"

#include <nlohmann/json.hpp>

namespace atelier::bench {

/// What is printed about a scenario, in the order in which it was put in.
using report = nlohmann::ordered_json;

[[nodiscard]] double in_seconds(std::chrono::nanoseconds value) noexcept;
[[nodiscard]] double in_milliseconds(std::chrono::nanoseconds value) noexcept;

/// `{"p50","p99","p999","max","samples"}`, in milliseconds.
[[nodiscard]] report latency_report(const histogram& values);

/// Puts in `server_cpu_s` and `server_threads`.
void add_cpu(report& to, const cpu_by_thread& used);

} // namespace atelier::bench
