#include "engine/games/free.hpp"

#include <string>

namespace atelier {

namespace {

json no_settings() {
  return json::object();
}

std::optional<error> wrong_with_free(const json& config) {
  if (!config.is_object())
    return error{errc::bad_data, "the configuration is " + shown_value(config) + "; it must be an object"};
  if (!config.empty())
    return error{errc::bad_data, shown(config.begin().key()) + " is no setting of free, which has none"};
  return std::nullopt;
}

std::unique_ptr<game_mode> make_free_game() {
  return std::make_unique<free_game>();
}

} // namespace

const mode_info free_mode{"free", {}, no_settings, wrong_with_free, make_free_game};

result<void> free_game::start(const game_setup& /*setup*/, wall_time /*now*/, game_effects& /*out*/) {
  return {};
}

void free_game::restore(const game_values& /*values*/) {}

result<json> free_game::act(const game_actor& /*who*/, std::string_view action, const json& /*args*/, wall_time /*now*/,
                            game_effects& /*out*/) {
  return failure(errc::unknown_action, shown(action) + " is no action of free, which has none of its own");
}

void free_game::timer(std::string_view /*name*/, wall_time /*now*/, game_effects& /*out*/) {}

json free_game::state(const game_actor& /*who*/) const {
  return json::object();
}

json free_game::stop(wall_time /*now*/, game_effects& /*out*/) {
  return json::object();
}

} // namespace atelier
