#include "engine/arguments.hpp"
#include "engine/games/moments.hpp"
#include "engine/games/place.hpp"
#include "protocol/ops.hpp"

#include <cstdint>
#include <string>

// What place does to its pixels, and how it shows them.

namespace atelier {

namespace {

/// An integer argument, whatever its size; what does not fit is as far off as can be.
result<std::int64_t> integer_in(const json& args, const char* name) {
  const auto place = args.find(name);
  if (place == args.end() || place->is_null())
    return failure(errc::bad_data, "\"" + std::string{name} + "\" is missing; it must be an integer");
  if (!place->is_number_integer())
    return failure(errc::bad_data,
                   "\"" + std::string{name} + "\" is " + shown_value(*place) + "; it must be an integer");
  const bool is_huge = place->is_number_unsigned() && place->get<std::uint64_t>() > INT64_MAX;
  return is_huge ? INT64_MAX : place->get<std::int64_t>();
}

} // namespace

result<place_game::coordinate> place_game::coordinate_in(const json& args) const {
  const auto x = integer_in(args, "x");
  if (!x)
    return tl::unexpected{x.error()};
  const auto y = integer_in(args, "y");
  if (!y)
    return tl::unexpected{y.error()};
  if (*x < 0 || *x >= config_.width || *y < 0 || *y >= config_.height)
    return failure(errc::out_of_bounds, "(" + std::to_string(*x) + ", " + std::to_string(*y)
                                            + ") is not on the canvas of " + std::to_string(config_.width) + " by "
                                            + std::to_string(config_.height) + " pixels");
  return coordinate{static_cast<std::uint16_t>(*x), static_cast<std::uint16_t>(*y)};
}

result<std::uint8_t> place_game::colour_in(const json& args) const {
  const auto colour = integer_in(args, "colour");
  if (!colour)
    return tl::unexpected{colour.error()};
  const auto count = static_cast<std::int64_t>(config_.palette.size());
  if (*colour < 0 || *colour >= count)
    return failure(errc::bad_data, "\"colour\" is " + std::to_string(*colour)
                                       + "; it must be an index into the palette, from 0 to "
                                       + std::to_string(count - 1));
  return static_cast<std::uint8_t>(*colour);
}

std::size_t place_game::index_of(coordinate where) const {
  return std::size_t{where.y} * config_.width + where.x;
}

place_game::coordinate place_game::at(std::size_t index) const {
  return {static_cast<std::uint16_t>(index % config_.width), static_cast<std::uint16_t>(index / config_.width)};
}

const pixel_stack& place_game::pixel(std::size_t index) const {
  static const pixel_stack nothing;
  const auto place = pixels_.find(index);
  return place == pixels_.end() ? nothing : place->second;
}

void place_game::paint(std::size_t index, bytes& ops) const {
  const auto where = at(index);
  const auto colour = pixel(index).colour();
  encode(pixel_op{where.x, where.y, colour ? config_.colour(*colour) : white}, ops);
}

void place_game::store(std::size_t index, game_effects& out) const {
  const auto where = at(index);
  auto value = pixel(index).stored();
  const auto name = "pixel/" + std::to_string(where.x) + "," + std::to_string(where.y);
  out.values.push_back({name, value.is_null() ? std::nullopt : std::optional{std::move(value)}});
}

void place_game::store_player(player_id who, game_effects& out) const {
  out.values.push_back({"player/" + std::to_string(who.value), counts_.find(who)->stored()});
}

json place_game::shown_pixel(coordinate where) const {
  const auto& known = pixel(index_of(where));
  const auto* top = known.top();
  const auto colour = known.colour();
  return {{"x", where.x},
          {"y", where.y},
          {"colour", colour ? json(*colour) : json()},
          {"player", top ? json(top->player.value) : json()},
          {"at", top ? shown_moment(top->at) : json()}};
}

result<json> place_game::undo_player(const game_actor& who, const json& args, game_effects& out) {
  if (!who.admin)
    return failure(errc::forbidden, "\"undo_player\" is for admins");
  arguments in{args};
  const player_id player{in.number("player")};
  const auto text = in.optional_text("since");
  if (in.wrong())
    return tl::unexpected{*in.wrong()};
  const auto since = text ? from_iso8601(*text) : std::nullopt;
  if (text && !since)
    return failure(errc::bad_data,
                   "\"since\" is " + shown(*text) + "; it must be a time in UTC such as \"2026-11-20T21:14:03Z\"");
  if (!counts_.find(player))
    return failure(errc::not_found, "player " + std::to_string(player.value) + " has placed no pixel in this game");

  pixel_count change;
  std::size_t coordinates = 0;
  bool has_more = false;
  std::int64_t repainted = 0;
  bytes ops;
  for (auto& [index, stack] : pixels_) {
    if (!stack.has(player, since))
      continue;
    has_more = coordinates++ == place_undo_max;
    if (has_more)
      break;
    const bool is_on_top = stack.top()->player == player;
    change.placed -= static_cast<std::int64_t>(stack.undo(player, since));
    store(index, out);
    if (!is_on_top)
      continue;
    ++repainted;
    --change.seen;
    if (const auto* top = stack.top())
      counts_.count(top->player, {0, 1});
    paint(index, ops);
  }
  json answer{{"player", player.value}, {"undone", -change.placed}, {"repainted", repainted}};
  if (change.placed != 0) {
    counts_.count(player, change);
    store_player(player, out);
    out.events.push_back({"pixels_undone", answer});
  }
  if (!ops.empty())
    out.drawings.push_back({*canvas_, std::move(ops)});
  if (has_more)
    answer["more"] = true;
  return answer;
}

} // namespace atelier
