#pragma once

#include <cstdint>

namespace atelier {

/// A place on the earth, in 10^-7 degrees.
struct geo_point {
  std::int32_t latitude = 0;
  std::int32_t longitude = 0;
  friend bool operator==(geo_point, geo_point) = default;
};

inline constexpr std::int64_t geo_units_per_degree = 10'000'000;

/// What is taken where the formula does not converge, for points that are nearly antipodal, in millimetres.
inline constexpr std::int64_t nearly_antipodal_mm = 20'000'000'000;

/// The length of the geodesic between two places on the ellipsoid WGS 84, in millimetres, exact to one of them: the
/// inverse formula of T. Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review XXIII,
/// 1975.
[[nodiscard]] std::int64_t millimetres_between(geo_point from, geo_point to);

} // namespace atelier
