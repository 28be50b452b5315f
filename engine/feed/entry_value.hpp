#pragma once

#include "engine/feed/report_things.hpp"
#include "engine/feed/report_writer.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// What versions make of an entry, applied one after another. It refers to their texts.
class entry_value {
public:
  void apply(const report_version& what);

  [[nodiscard]] bool is_deleted() const noexcept {
    return deleted_;
  }
  [[nodiscard]] std::size_t fields() const noexcept {
    return fields_.size();
  }
  /// `"clip_id":…,"content":…`, both null where the row is deleted.
  void write(report_writer& to) const;

private:
  const std::string* clip_ = nullptr;
  std::map<std::string_view, const std::string*> fields_;
  bool deleted_ = false;
};

} // namespace atelier
