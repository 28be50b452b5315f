#include "engine/feed/entry_value.hpp"

namespace atelier {

void entry_value::apply(const report_version& what) {
  if (what.deletes)
    deleted_ = true;
  else if (what.clip || !what.fields.empty())
    deleted_ = false;
  if (what.clip)
    clip_ = &*what.clip;
  for (const auto& [name, value] : what.fields) {
    if (value)
      fields_.insert_or_assign(name, &*value);
    else
      fields_.erase(name);
  }
}

void entry_value::write(report_writer& to) const {
  if (deleted_) {
    to.raw("\"clip_id\":null,\"content\":null");
    return;
  }
  to.raw("\"clip_id\":");
  if (clip_)
    to.text(*clip_);
  else
    to.raw("null");
  to.raw(",\"content\":{");
  std::string_view separator;
  for (const auto& [name, value] : fields_) {
    to.raw(separator).text(name).raw(":").text(*value);
    separator = ",";
  }
  to.raw("}");
}

} // namespace atelier
