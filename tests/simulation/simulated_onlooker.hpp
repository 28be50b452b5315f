#pragma once

#include "client/picture_replica.hpp"
#include "tests/simulation/simulated_server.hpp"

#include <optional>

namespace atelier::simulation {

/// Somebody who is not signed in and views one picture, over servers that come and go.
class simulated_onlooker {
public:
  explicit simulated_onlooker(picture_id picture) : replica_{picture} {}

  void come(simulated_server& server);
  void server_gone();
  void take(simulated_server& server);

  [[nodiscard]] const image& picture() const noexcept {
    return replica_.raster();
  }

private:
  client::picture_replica replica_;
  std::optional<connection_id> at_;
};

} // namespace atelier::simulation
