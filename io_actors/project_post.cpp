#include "io_actors/project_post.hpp"

#include "protocol/json_text.hpp"

#include <string>
#include <utility>

namespace atelier {

namespace {

bool modifies_something(const json& body) {
  const auto modifies = body.find("modifies");
  return modifies != body.end() && !modifies->is_null();
}

std::string action_of(project_post_route::what wanted, const json& body) {
  switch (wanted) {
  case project_post_route::what::entry:
    return modifies_something(body) ? "edit_entry" : "post_entry";
  case project_post_route::what::thread:
    return "post_thread";
  case project_post_route::what::comment:
    return "post_comment";
  case project_post_route::what::archiving:
    return "archive";
  case project_post_route::what::unarchiving:
    return "unarchive";
  }
  return {};
}

} // namespace

result<command> read_project_post(const project_post_route& route, std::string_view body) {
  auto args = parse_json(body);
  if (!args)
    return tl::unexpected{std::move(args.error())};
  if (!args->is_object())
    return failure(errc::bad_data, "the body is " + shown_value(*args) + "; it must be an object with the arguments of "
                                       + action_of(route.wanted, json::object()));
  command out;
  out.session = route.project;
  out.action = action_of(route.wanted, *args);
  out.args = *std::move(args);
  return out;
}

} // namespace atelier
