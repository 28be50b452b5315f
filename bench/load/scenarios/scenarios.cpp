#include "bench/load/scenarios/scenarios.hpp"

namespace atelier::bench {

report run_scenario(const options& how) {
  switch (how.scenario) {
  case scenario_kind::closed:
    return run_closed(how);
  case scenario_kind::open:
    return run_open(how);
  case scenario_kind::idle:
    return run_idle(how);
  case scenario_kind::joins:
    return run_joins(how);
  case scenario_kind::many:
    return run_many(how);
  case scenario_kind::soak:
    return run_soak(how);
  case scenario_kind::feed:
    return run_feed(how);
  case scenario_kind::durable:
    break;
  }
  return run_durable(how);
}

} // namespace atelier::bench
