#include "engine/games/chase/distance.hpp"

#include <cmath>
#include <numbers>
#include <optional>

namespace atelier {

namespace {

constexpr double semi_major = 6'378'137.0;
constexpr double flattening = 1 / 298.257223563;
constexpr double semi_minor = semi_major * (1 - flattening);
constexpr int rounds_max = 200;
constexpr double precision = 1e-12;

double radians(std::int64_t units) {
  return static_cast<double>(units) / geo_units_per_degree * std::numbers::pi / 180;
}

/// Sine and cosine of a latitude on the auxiliary sphere.
struct reduced_latitude {
  explicit reduced_latitude(std::int32_t latitude) {
    const auto tangent = (1 - flattening) * std::tan(radians(latitude));
    cosine = 1 / std::hypot(1, tangent);
    sine = tangent * cosine;
  }
  double sine = 0;
  double cosine = 0;
};

/// An arc on the auxiliary sphere, named as in the paper.
struct arc {
  double sin_sigma = 0;
  double cos_sigma = 0;
  double sigma = 0;
  double sin_alpha = 0;
  double cos_sq_alpha = 0;
  double cos_2sigma_m = 0;
};

arc arc_for(const reduced_latitude& from, const reduced_latitude& to, double lambda) {
  arc out;
  const auto across = to.cosine * std::sin(lambda);
  const auto along = from.cosine * to.sine - from.sine * to.cosine * std::cos(lambda);
  out.sin_sigma = std::hypot(across, along);
  out.cos_sigma = from.sine * to.sine + from.cosine * to.cosine * std::cos(lambda);
  out.sigma = std::atan2(out.sin_sigma, out.cos_sigma);
  if (out.sin_sigma == 0)
    return out;
  out.sin_alpha = from.cosine * across / out.sin_sigma;
  out.cos_sq_alpha = 1 - out.sin_alpha * out.sin_alpha;
  if (out.cos_sq_alpha > 0)
    out.cos_2sigma_m = out.cos_sigma - 2 * from.sine * to.sine / out.cos_sq_alpha;
  return out;
}

/// The difference of longitudes on the auxiliary sphere, found by iteration; nothing where it does not converge.
std::optional<arc> solve(const reduced_latitude& from, const reduced_latitude& to, double longitudes) {
  auto lambda = longitudes;
  for (int round = 0; round < rounds_max; ++round) {
    const auto now = arc_for(from, to, lambda);
    if (now.sin_sigma == 0)
      return now;
    const auto c = flattening / 16 * now.cos_sq_alpha * (4 + flattening * (4 - 3 * now.cos_sq_alpha));
    const auto m = now.cos_2sigma_m;
    const auto next = longitudes
                      + (1 - c) * flattening * now.sin_alpha
                            * (now.sigma + c * now.sin_sigma * (m + c * now.cos_sigma * (2 * m * m - 1)));
    if (std::abs(next) > std::numbers::pi)
      return std::nullopt;
    if (std::abs(next - lambda) < precision)
      return arc_for(from, to, next);
    lambda = next;
  }
  return std::nullopt;
}

} // namespace

std::int64_t millimetres_between(geo_point from, geo_point to) {
  auto turn = std::int64_t{to.longitude} - from.longitude;
  const auto half_turn = 180 * geo_units_per_degree;
  if (turn > half_turn)
    turn -= 2 * half_turn;
  if (turn < -half_turn)
    turn += 2 * half_turn;
  const auto found = solve(reduced_latitude{from.latitude}, reduced_latitude{to.latitude}, radians(turn));
  if (!found)
    return nearly_antipodal_mm;
  const auto u = found->cos_sq_alpha * (semi_major * semi_major - semi_minor * semi_minor) / (semi_minor * semi_minor);
  const auto a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
  const auto b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
  const auto m = found->cos_2sigma_m;
  const auto sin_sq = found->sin_sigma * found->sin_sigma;
  const auto correction =
      b * found->sin_sigma
      * (m + b / 4 * (found->cos_sigma * (2 * m * m - 1) - b / 6 * m * (4 * sin_sq - 3) * (4 * m * m - 3)));
  return std::llround(1000 * semi_minor * a * (found->sigma - correction));
}

} // namespace atelier
