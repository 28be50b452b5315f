#include "io_actors/picture_pages.hpp"

namespace atelier {

std::optional<picture_id> picture_pages::take(std::string_view response) {
  auto parsed = parse_json(response);
  if (!parsed || !parsed->is_object() || !parsed->contains("result")) {
    failed_ = answer_from(response, answer_shape::whole);
    return std::nullopt;
  }
  auto& result = parsed->at("result");
  for (auto& each : result.at("pictures"))
    pictures_.push_back(std::move(each));
  if (!result.value("more", false) || pictures_.empty())
    return std::nullopt;
  return picture_id{pictures_.back().at("id").get<picture_id::rep>()};
}

http_answer picture_pages::answer() && {
  if (failed_)
    return *std::move(failed_);
  auto whole = json::object();
  whole["pictures"] = std::move(pictures_);
  return text_answer(200, "application/json", to_text(whole));
}

} // namespace atelier
