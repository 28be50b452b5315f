#include "bench/load/measurement.hpp"

#include <utility>

namespace atelier::bench {

namespace {

double ratio(double part, double whole) noexcept {
  return whole == 0 ? 0 : part / whole;
}

} // namespace

delivery delivered_to(std::span<viewer* const> viewers) noexcept {
  delivery all;
  for (const auto* each : viewers)
    all.add(*each);
  return all;
}

measurement::measurement(const event_loop& loop, load& what, std::function<delivery()> delivered,
                         std::optional<server_meter>& server)
    : loop_{loop}, load_{what}, delivered_{std::move(delivered)}, server_{server} {
  if (server_)
    server_->begin();
  load_.latency().clear();
  returned_ = load_.returned();
  before_ = delivered_();
  waited_ = loop_.waited();
  began_ = clock::now();
}

void measurement::end(report& to) {
  const auto seconds = in_seconds(clock::now() - began_);
  const auto waited = in_seconds(loop_.waited() - waited_);
  const auto now = delivered_();
  const auto delivered = static_cast<double>(now.ops - before_.ops);
  to["seconds"] = seconds;
  to["ops"] = load_.returned() - returned_;
  to["delivered"] = now.ops - before_.ops;
  to["delivered_per_s"] = delivered / seconds;
  if (server_) {
    add_cpu(to, server_->used());
    to["cpu_per_million"] = ratio(to["server_cpu_s"].get<double>() * 1e6, delivered);
  }
  to["generator_cpu_share"] = 1 - waited / seconds;
  to["ops_per_message"] = ratio(delivered, static_cast<double>(now.messages - before_.messages));
  to["latency_ms"] = latency_report(load_.latency());
}

} // namespace atelier::bench
