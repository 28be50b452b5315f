#include "tests/system/studio.hpp"

#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"

#include <doctest/doctest.h>

namespace atelier::test {

namespace {

constexpr std::size_t people_max = 50;

} // namespace

studio::studio(std::vector<std::string> more_options)
    : server_{folder_.path() / "data", std::move(more_options)},
      picture_{add_picture(server_, "studio", 64, 48)},
      people_{server_, picture_} {
  for (std::size_t i = 0; i < people_max; ++i)
    people_.add(uuid_of(i + 1), [this](client_seq_t, const image& picture) {
      auto next = random_op(dice_, picture);
      while (!next.refused_as.empty())
        next = random_op(dice_, picture);
      return next;
    });
  people_.settle();
}

void studio::work() {
  people_.take();
  for (std::size_t i = 0; i < people_.size(); ++i) {
    auto& each = people_[i];
    REQUIRE_MESSAGE(each.is_connected(), each.goodbye());
    if (each.is_settled())
      each.draw(1);
  }
}

void studio::check() {
  const auto all_have_drawn = [&] {
    work();
    for (std::size_t i = 0; i < people_.size(); ++i)
      if (people_[i].lives().back().ops.empty())
        return false;
    return true;
  };
  REQUIRE(eventually(all_have_drawn));
  people_.settle();
  people_.check_rasters();
  for (std::size_t i = 0; i < people_.size(); ++i) {
    CHECK(people_[i].connections() == 1);
    check_drawn_once(people_[i].lives(), people_.watcher().seen());
  }
}

const std::filesystem::path& studio::close() {
  REQUIRE(server_.stop() == 0);
  return folder_.path();
}

} // namespace atelier::test
