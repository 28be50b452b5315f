#include "io_actors/traffic.hpp"

#include <array>
#include <string_view>

namespace atelier {

namespace {

struct labelled {
  std::string_view transport;
  const traffic_counters& counters;
};

void add_head(std::string& to, std::string_view name, std::string_view type, std::string_view help) {
  to.append("# HELP ").append(name).append(" ").append(help).append("\n");
  to.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void add_value(std::string& to, std::string_view name, std::string_view label, std::string_view is,
               std::uint64_t value) {
  to.append(name).append("{").append(label).append("=\"").append(is).append("\"} ");
  to.append(std::to_string(value)).append("\n");
}

} // namespace

std::string traffic::to_prometheus() const {
  const std::array<labelled, 3> transports{{{"stream", stream}, {"websocket", websocket}, {"http", http}}};
  std::string out;
  const auto add = [&](std::string_view name, std::string_view type, std::string_view help, auto value_of) {
    add_head(out, name, type, help);
    for (const auto& it : transports)
      add_value(out, name, "transport", it.transport, value_of(it.counters));
  };
  add("atelier_connections", "gauge", "Connections that are open.", [](const traffic_counters& of) {
    // Read in this order, a connection that comes or goes meanwhile cannot make the difference negative.
    const auto closed = of.closed.load();
    return of.opened.load() - closed;
  });
  add("atelier_connections_opened_total", "counter", "Connections that were opened.",
      [](const traffic_counters& of) { return of.opened.load(); });
  add("atelier_received_bytes_total", "counter", "Bytes that clients sent.",
      [](const traffic_counters& of) { return of.bytes_in.load(); });
  add("atelier_sent_bytes_total", "counter", "Bytes that were sent to clients.",
      [](const traffic_counters& of) { return of.bytes_out.load(); });
  constexpr std::string_view answers = "atelier_http_answers_total";
  add_head(out, answers, "counter", "HTTP answers by the class of their status.");
  for (unsigned first_digit = 1; first_digit <= 5; ++first_digit)
    add_value(out, answers, "status", std::to_string(first_digit) + "xx", http_answers[first_digit].load());
  return out;
}

} // namespace atelier
