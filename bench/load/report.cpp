#include "bench/load/report.hpp"

namespace atelier::bench {

double in_seconds(std::chrono::nanoseconds value) noexcept {
  return std::chrono::duration<double>{value}.count();
}

double in_milliseconds(std::chrono::nanoseconds value) noexcept {
  return std::chrono::duration<double, std::milli>{value}.count();
}

report latency_report(const histogram& values) {
  return {{"p50", in_milliseconds(values.percentile(0.5))},
          {"p99", in_milliseconds(values.percentile(0.99))},
          {"p999", in_milliseconds(values.percentile(0.999))},
          {"max", in_milliseconds(values.max())},
          {"samples", values.count()}};
}

void add_cpu(report& to, const cpu_by_thread& used) {
  cpu_time all{};
  auto threads = report::object();
  for (const auto& [name, time] : used) {
    all += time;
    threads[name] = in_seconds(time);
  }
  to["server_cpu_s"] = in_seconds(all);
  to["server_threads"] = std::move(threads);
}

} // namespace atelier::bench
