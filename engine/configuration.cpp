#include "engine/configuration.hpp"

#include <array>
#include <string_view>

namespace atelier {

namespace {

/// A value that can be set: an integer between two bounds.
struct setting {
  std::string_view name;
  std::int64_t least;
  std::int64_t most;
  std::int64_t (*show)(const limits&);
  void (*set)(limits&, std::int64_t);
};

constexpr std::int64_t gigabyte = std::int64_t{1} << 30;

constexpr std::array settings{
    setting{"snapshot_seconds", 1, 86'400,
            [](const limits& l) -> std::int64_t { return l.snapshot_interval.count() / 1000; },
            [](limits& l, std::int64_t v) {
              l.snapshot_interval = std::chrono::seconds{v};
            }},
    setting{"pixels_per_second", 1'000, gigabyte,
            [](const limits& l) { return static_cast<std::int64_t>(l.pixels_per_second); },
            [](limits& l, std::int64_t v) {
              l.pixels_per_second = static_cast<std::uint64_t>(v);
            }},
    setting{"pixels_saved_max", 1'000, gigabyte,
            [](const limits& l) { return static_cast<std::int64_t>(l.pixels_saved_max); },
            [](limits& l, std::int64_t v) {
              l.pixels_saved_max = static_cast<std::uint64_t>(v);
            }},
    setting{"pictures_max", 1, 10'000'000, [](const limits& l) { return static_cast<std::int64_t>(l.pictures_max); },
            [](limits& l, std::int64_t v) {
              l.pictures_max = static_cast<std::size_t>(v);
            }},
};

const setting* find(std::string_view name) {
  for (const auto& each : settings)
    if (each.name == name)
      return &each;
  return nullptr;
}

result<std::int64_t> read(const setting& what, const json& value) {
  const auto range = "from " + std::to_string(what.least) + " to " + std::to_string(what.most);
  if (!value.is_number_integer())
    return failure(errc::bad_data, std::string{what.name} + " must be an integer " + range);
  const auto number = value.get<std::int64_t>();
  const bool is_huge = value.is_number_unsigned() && number < 0;
  if (is_huge || number < what.least || number > what.most)
    return failure(errc::bad_data, std::string{what.name} + " must be " + range + ", not " + value.dump());
  return number;
}

} // namespace

void configuration::recover(const std::map<std::string, std::string>& stored) {
  for (const auto& [name, text] : stored) {
    const auto* known = find(name);
    const auto value = json::parse(text, nullptr, false);
    if (!known || value.is_discarded())
      continue;
    if (const auto number = read(*known, value))
      known->set(bounds_, *number);
  }
}

result<std::map<std::string, std::string>> configuration::set(const json& values) {
  auto changed = bounds_;
  std::map<std::string, std::string> stored;
  for (const auto& [name, value] : values.items()) {
    const auto* known = find(name);
    if (!known) {
      std::string names;
      for (const auto& each : settings)
        names += (names.empty() ? "" : ", ") + std::string{each.name};
      return failure(errc::bad_data, "there is no setting \"" + name.substr(0, 60) + "\"; there are " + names);
    }
    const auto number = read(*known, value);
    if (!number)
      return tl::unexpected{number.error()};
    known->set(changed, *number);
    stored[name] = std::to_string(*number);
  }
  if (stored.empty())
    return failure(errc::bad_data, "set_config needs at least one setting, such as {\"snapshot_seconds\":30}");
  bounds_ = changed;
  return stored;
}

json configuration::show() const {
  auto out = json::object();
  for (const auto& each : settings)
    out[std::string{each.name}] = each.show(bounds_);
  return out;
}

} // namespace atelier
