#include "io_actors/traffic.hpp"

#include "io_actors/upload_budget.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("the counters are shown as Prometheus reads them") {
  traffic all;
  all.stream.opened = 5;
  all.stream.closed = 2;
  all.websocket.add_in(100);
  all.http.add_out(7);
  all.http_answers[4] = 9;
  const auto text = all.to_prometheus();
  for (const auto* line :
       {"# TYPE atelier_connections gauge\n", "atelier_connections{transport=\"stream\"} 3\n",
        "atelier_received_bytes_total{transport=\"websocket\"} 100\n",
        "atelier_sent_bytes_total{transport=\"http\"} 7\n", "atelier_http_answers_total{status=\"4xx\"} 9\n"}) {
    CAPTURE(line);
    CHECK_NE(text.find(line), std::string::npos);
  }
  CHECK(text.ends_with('\n'));
}

TEST_CASE("a budget for uploads gives no more than there is, and again what came back") {
  upload_budget budget;
  CHECK(budget.take(60, 100));
  CHECK_FALSE(budget.take(41, 100));
  CHECK_EQ(budget.taken(), 60);
  CHECK(budget.take(40, 100));
  budget.give_back(50);
  CHECK(budget.take(50, 100));
}
