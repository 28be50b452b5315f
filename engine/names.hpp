#pragma once

#include "protocol/errors.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// \file
/// When two names are the same, and when they are alike: handles, names of sessions, and whatever else is unique by
/// name.

namespace atelier {

/// A name as it is compared: Unicode's NFKC_Casefold (The Unicode Standard, 3.13, D145), without control and format
/// characters, trimmed, runs of white space made one blank. What is not UTF-8 counts as U+FFFD.
[[nodiscard]] std::string folded_name(std::string_view name);

/// 1 − distance / length of the longer one, both in code points of the folded names; 1 for two empty ones. The
/// distance is that of engine/edit_distances.hpp.
[[nodiscard]] double name_similarity(std::string_view a, std::string_view b);

/// Names at least as similar as this are pointed out to whoever gives one.
inline constexpr double similar_names_from = 0.85;
inline constexpr std::size_t similar_names_max = 5;

/// A handle as it is kept and shown: trimmed, runs of white space made one blank, at most
/// `limits::handle_characters_max` characters, at least one that can be seen. Fails with `bad_data` for any other, for
/// what is not UTF-8, for control characters and those that turn the direction of writing, and for `anonymous`.
[[nodiscard]] result<std::string> clean_handle(std::string_view handle);

/// Unique folded names, each with a number.
class name_table {
public:
  name_table() = default;
  name_table(const name_table&) = delete;
  name_table& operator=(const name_table&) = delete;

  [[nodiscard]] std::optional<std::uint64_t> find(std::string_view name) const;
  bool insert(std::string_view name, std::uint64_t number);
  void erase(std::string_view name);
  [[nodiscard]] std::vector<std::uint64_t> similar(std::string_view name, double at_least, std::size_t most) const;
  [[nodiscard]] std::size_t size() const noexcept {
    return places_.size();
  }

private:
  struct entry {
    /// Which letters it has, as a set of code points modulo 64.
    std::uint64_t letters = 0;
    std::uint64_t number = 0;
    /// A key of `places_`.
    const std::string* folded = nullptr;
  };
  struct place {
    std::size_t length = 0;
    std::size_t index = 0;
  };
  std::unordered_map<std::string, place> places_;
  /// By length in code points.
  std::map<std::size_t, std::vector<entry>> by_length_;
};

/// Unique names, compared folded, each with the id of what bears it.
template <class Id>
class name_index {
public:
  [[nodiscard]] std::optional<Id> find(std::string_view name) const {
    const auto number = table_.find(name);
    return number ? std::optional{id_of(*number)} : std::nullopt;
  }

  /// False where the name is taken; it then stays with whom it is.
  bool insert(std::string_view name, Id id) {
    return table_.insert(name, id.value);
  }

  void erase(std::string_view name) {
    table_.erase(name);
  }

  /// Ids of the names most similar to this one, best first, ids in their order among equals. Takes some milliseconds at
  /// most, with any names: where too many come close, the rest is not looked at.
  [[nodiscard]] std::vector<Id> similar(std::string_view name, double at_least = similar_names_from,
                                        std::size_t most = similar_names_max) const {
    std::vector<Id> found;
    for (const auto number : table_.similar(name, at_least, most))
      found.push_back(id_of(number));
    return found;
  }

  [[nodiscard]] std::size_t size() const noexcept {
    return table_.size();
  }

private:
  [[nodiscard]] static Id id_of(std::uint64_t number) noexcept {
    return Id{static_cast<typename Id::rep>(number)};
  }

  name_table table_;
};

} // namespace atelier
