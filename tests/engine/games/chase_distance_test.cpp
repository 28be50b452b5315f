#include "engine/games/chase/distance.hpp"

#include <array>
#include <cstdlib>
#include <doctest/doctest.h>

using namespace atelier;

namespace {

struct measured {
  geo_point from, to;
  double metres = 0;
};

/// As GeographicLib 2.0 (Karney's algorithm) gives them for WGS 84.
constexpr std::array near_ones{
    measured{{0, 0}, {0, 10000000}, 111319.4908},
    measured{{0, 0}, {10000000, 0}, 110574.3886},
    measured{{899000000, 0}, {899000000, 1800000000}, 22338.7957},
    measured{{0, 1799990000}, {0, -1799990000}, 222.6390},
    measured{{-379510334, 1444248679}, {-376528211, 1439264955}, 54972.2754},
    measured{{525186000, 133762000}, {525163000, 133777000}, 275.4493},
    measured{{-900000000, 120000000}, {-900000000, 770000000}, 0.0},
    measured{{218765017, 870433161}, {218782729, 870468557}, 415.0763},
    measured{{427019463, 1520369988}, {426991203, 1520367238}, 314.7392},
    measured{{789174956, 536308391}, {789199010, 536277448}, 276.6596},
    measured{{-55057095, -912337803}, {-55054469, -912331887}, 71.6989},
    measured{{-866656743, -1019772718}, {-866669974, -1019739411}, 149.3523},
    measured{{472991304, -1225424836}, {473009133, -1225453734}, 295.0517},
    measured{{209065486, -1343882763}, {209035593, -1343853050}, 452.8718},
    measured{{-517167639, -1024267791}, {-517138694, -1024237998}, 382.2469},
    measured{{-375036801, 1661320760}, {-375034448, 1661334987}, 128.4791},
    measured{{-525492464, 1587513604}, {-525481026, 1587550929}, 283.3862},
    measured{{700860186, -724359968}, {700851857, -724386691}, 137.7040},
    measured{{-630650601, -1565497032}, {-630662519, -1565488783}, 139.2343},
    measured{{-893910385, 640563298}, {-291785649, -684151446}, 6818941.2225},
    measured{{573332534, -69317328}, {-331572409, -67613810}, 10027225.7289},
    measured{{368404441, -1594796654}, {855179214, -1717683972}, 5434754.4988},
    measured{{449631040, 1241571202}, {-867478436, 1035857894}, 14641551.9550},
    measured{{-240867943, 282667785}, {-883658904, -1631782373}, 7515998.9471},
    measured{{-574344922, 1638647639}, {-546260993, 920651085}, 4275956.6839},
    measured{{900000000, 0}, {-900000000, 0}, 20003931.4586},
};

} // namespace

TEST_CASE("distances are those of another method to a millimetre") {
  for (const auto& each : near_ones) {
    CAPTURE(each.metres);
    const auto expected = static_cast<std::int64_t>(each.metres * 1000);
    CHECK(std::abs(millimetres_between(each.from, each.to) - expected) <= 1);
    CHECK(millimetres_between(each.to, each.from) == millimetres_between(each.from, each.to));
  }
}

TEST_CASE("where the formula does not converge two places are far apart") {
  CHECK(millimetres_between({0, 0}, {5000000, 1797000000}) == nearly_antipodal_mm);
  CHECK(millimetres_between({0, 0}, {0, 1800000000}) >= nearly_antipodal_mm);
}

TEST_CASE("a place is nowhere but where it is") {
  CHECK(millimetres_between({525186000, 133762000}, {525186000, 133762000}) == 0);
  CHECK(millimetres_between({0, 1800000000}, {0, -1800000000}) == 0);
  CHECK(millimetres_between({0, 0}, {1, 0}) == 11);
}
