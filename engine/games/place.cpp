#include "engine/games/place.hpp"

#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "engine/games/moments.hpp"

#include <array>
#include <charconv>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 4> actions{"place_pixel", "pixel_info", "counts", "undo_player"};

constexpr std::string_view canvas_name = "canvas";

/// Reads "12,40".
std::optional<std::pair<std::size_t, std::size_t>> coordinates_of(std::string_view text) {
  std::size_t x = 0;
  std::size_t y = 0;
  const auto* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, x);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ',')
    return std::nullopt;
  if (std::from_chars(first.ptr + 1, end, y).ec != std::errc{})
    return std::nullopt;
  return std::pair{x, y};
}

std::unique_ptr<game_mode> make() {
  return std::make_unique<place_game>();
}

} // namespace

const mode_info place_mode{"place", actions, place_defaults, wrong_with_place, make};

void place_game::set_up(const json& config) {
  config_ = place_config{config};
  pixels_.clear();
}

result<void> place_game::start(const game_setup& setup, wall_time, game_effects& out) {
  set_up(setup.config);
  out.values.push_back({"config", setup.config});
  out.pictures.push_back({std::string{canvas_name}, config_.width, config_.height});
  return {};
}

void place_game::restore(const game_values& values) {
  set_up(values.at("config"));
  if (const auto canvas = values.find("canvas"); canvas != values.end())
    canvas_ = picture_id{canvas->second.get<picture_id::rep>()};
  constexpr std::string_view player_prefix = "player/";
  constexpr std::string_view pixel_prefix = "pixel/";
  for (const auto& [name, value] : values) {
    if (!name.starts_with(player_prefix))
      continue;
    player_id who;
    std::from_chars(name.data() + player_prefix.size(), name.data() + name.size(), who.value);
    counts_.add(who, place_player::restored(value));
  }
  for (const auto& [name, value] : values) {
    if (!name.starts_with(pixel_prefix))
      continue;
    const auto where = coordinates_of(std::string_view{name}.substr(pixel_prefix.size()));
    if (!where || where->first >= config_.width || where->second >= config_.height)
      continue;
    auto& pixel = pixels_[where->second * std::size_t{config_.width} + where->first];
    pixel = pixel_stack::restored(value);
    if (const auto* top = pixel.top())
      counts_.count(top->player, {0, 1});
  }
}

result<json> place_game::act(const game_actor& who, std::string_view action, const json& args, wall_time now,
                             game_effects& out) {
  if (action == "place_pixel")
    return place_pixel(who, args, whole_milliseconds(now), out);
  if (action == "pixel_info")
    return pixel_info(args);
  if (action == "counts")
    return counts(args);
  if (action == "undo_player")
    return undo_player(who, args, out);
  return failure(errc::unknown_action, shown(action) + " is no action of place");
}

void place_game::timer(std::string_view, wall_time, game_effects&) {}

json place_game::state(const game_actor& who) const {
  const auto* player = counts_.find(who.player);
  return {{"picture", canvas_ ? json(canvas_->value) : json()},
          {"width", config_.width},
          {"height", config_.height},
          {"palette", config_.palette},
          {"cooldown_seconds", config_.cooldown.count()},
          {"placed", counts_.all().placed},
          {"seen", counts_.all().seen},
          {"players", counts_.players().size()},
          {"ready_at", player ? shown_moment(player->ready_at) : json()}};
}

void place_game::picture_made(std::string_view name, picture_id picture, wall_time, game_effects& out) {
  if (name != canvas_name || canvas_)
    return;
  canvas_ = picture;
  out.values.push_back({"canvas", picture.value});
}

std::optional<error> place_game::refuses_drawing(const game_actor&, picture_id picture) const {
  if (canvas_ != picture)
    return std::nullopt;
  return error{errc::forbidden,
               "picture " + std::to_string(picture.value) + " is the canvas of a game; draw on it with place_pixel"};
}

json place_game::stop(wall_time, game_effects&) {
  return {{"picture", canvas_ ? json(canvas_->value) : json()},
          {"placed", counts_.all().placed},
          {"seen", counts_.all().seen},
          {"players", counts_.players().size()},
          {"teams", counts_.shown_teams()}};
}

result<json> place_game::place_pixel(const game_actor& who, const json& args, wall_time now, game_effects& out) {
  if (who.player == player_id{})
    return failure(errc::unauthorized, "only players place pixels: sign in first");
  const auto colour = colour_in(args);
  const auto where = coordinate_in(args);
  if (!colour && (where || where.error().code != errc::bad_data))
    return tl::unexpected{colour.error()};
  if (!where)
    return tl::unexpected{where.error()};
  if (!canvas_)
    return failure(errc::game_not_running, "the canvas is not there yet; try again in a moment");
  const auto* known = counts_.find(who.player);
  if (known && now < known->ready_at)
    return failure(errc::too_rapid, "player " + std::to_string(who.player.value) + " may place the next pixel at "
                                        + shown_moment(known->ready_at).get<std::string>());

  if (!known)
    counts_.add(who.player, {who.team, now, {}});
  const auto ready_at = now + config_.cooldown;
  counts_.set_ready(who.player, ready_at);
  const auto index = index_of(*where);
  auto& pixel = pixels_[index];
  if (const auto* covered = pixel.top())
    counts_.count(covered->player, {0, -1});
  pixel.add({who.player, *colour, now});
  counts_.count(who.player, {1, 1});
  store(index, out);
  store_player(who.player, out);
  game_drawing drawing{*canvas_, {}};
  paint(index, drawing.ops);
  out.drawings.push_back(std::move(drawing));
  return json{{"pixel", shown_pixel(*where)}, {"ready_at", shown_moment(ready_at)}};
}

result<json> place_game::pixel_info(const json& args) const {
  const auto where = coordinate_in(args);
  if (!where)
    return tl::unexpected{where.error()};
  return json{{"pixel", shown_pixel(*where)}};
}

result<json> place_game::counts(const json& args) const {
  arguments in{args};
  const player_id after{in.optional_number("after").value_or(0)};
  if (in.wrong())
    return tl::unexpected{*in.wrong()};
  const auto& all = counts_.players();
  bounded_list players;
  for (auto each = all.upper_bound(after); each != all.end(); ++each) {
    const auto& [id, player] = *each;
    if (!players.add({{"player", id.value},
                      {"team", player.team ? json(player.team->value) : json()},
                      {"placed", player.count.placed},
                      {"seen", player.count.seen}}))
      break;
  }
  auto out = std::move(players).under("players");
  out["teams"] = counts_.shown_teams();
  return out;
}

} // namespace atelier
