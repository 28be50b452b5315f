#include "io_actors/http_routes.hpp"

#include "io_actors/url.hpp"
#include "protocol/json_text.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <utility>

namespace atelier {

namespace {

using routed = tl::expected<http_route, http_refusal>;

routed refuse(unsigned status, errc code, std::string message, std::string allow = {}) {
  return tl::unexpected{http_refusal{status, {code, std::move(message)}, std::move(allow)}};
}

routed not_found(std::string_view path) {
  return refuse(404, errc::not_found, "there is nothing at " + shown(path));
}

routed wrong_method(std::string_view method, std::string_view path, std::string_view allow) {
  return refuse(405, errc::unknown_action,
                shown(method) + " is not for " + shown(path) + "; it takes " + std::string{allow}, std::string{allow});
}

/// All of the text as a whole number up to `max`.
template <class T>
std::optional<T> number(std::string_view text, T max) {
  T value{};
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end || value > max)
    return std::nullopt;
  return value;
}

bool is_plain_name(std::string_view part) {
  return !part.empty() && part.front() != '.' && std::all_of(part.begin(), part.end(), [](char it) {
    return static_cast<unsigned char>(it) >= ' ' && it != '\\' && it != ':' && it != 0x7f;
  });
}

routed file_at(std::string_view encoded) {
  const auto path = percent_decoded(encoded);
  if (!path)
    return refuse(400, errc::bad_data, "the path " + shown(encoded) + " is not percent-encoded as it must be");
  if (*path == "/")
    return file_route{"index.html"};
  std::string_view rest{*path};
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto end = std::min(rest.find('/'), rest.size());
    if (!is_plain_name(rest.substr(0, end)))
      return not_found(*path);
    rest.remove_prefix(end);
  }
  return file_route{path->substr(1)};
}

routed bad_query(std::string_view query) {
  return refuse(400, errc::bad_data, "the query " + shown(query) + " is not percent-encoded as it must be");
}

routed image_at(picture_id picture, std::string_view query) {
  const auto fields = parse_query(query);
  if (!fields)
    return bad_query(query);
  image_route route{picture, std::nullopt};
  if (const auto seq = fields->find("seq"); seq != fields->end()) {
    route.seq = number<seq_t>(seq->second, limits::client_number_max);
    if (!route.seq)
      return refuse(400, errc::bad_data,
                    "seq is " + shown(seq->second) + "; it must be an integer from 0 to "
                        + std::to_string(limits::client_number_max));
  }
  return route;
}

routed picture_at(std::string_view name, const url_parts& target) {
  constexpr std::string_view image = ".png";
  const auto is_image = name.ends_with(image);
  const auto digits = is_image ? name.substr(0, name.size() - image.size()) : name;
  const auto id = number<std::uint32_t>(digits, std::numeric_limits<std::uint32_t>::max());
  if (!id)
    return not_found(target.path);
  if (is_image)
    return image_at(picture_id{*id}, target.query);
  return picture_route{picture_id{*id}};
}

routed pictures(std::string_view method, const url_parts& target) {
  if (method != "POST")
    return pictures_route{};
  auto fields = parse_query(target.query);
  if (!fields)
    return bad_query(target.query);
  return post_picture_route{std::move(*fields)};
}

std::string field(const std::map<std::string, std::string>& of, const char* name) {
  const auto at = of.find(name);
  return at == of.end() ? std::string{} : at->second;
}

/// `rest` is what stands behind /attachments/.
routed attachment_at(std::string_view rest, const url_parts& target) {
  constexpr std::string_view thumbnail = "/thumbnail";
  attachment_route route;
  route.thumbnail = rest.ends_with(thumbnail);
  if (route.thumbnail)
    rest.remove_suffix(thumbnail.size());
  if (rest.empty() || rest.find('/') != std::string_view::npos)
    return not_found(target.path);
  constexpr std::size_t hash_digits = 64;
  constexpr std::string_view digits = "0123456789abcdefABCDEF";
  if (rest.size() != hash_digits || rest.find_first_not_of(digits) != std::string_view::npos)
    return refuse(400, errc::bad_data, "the hash is " + shown(rest) + "; it must be a SHA-256: 64 hexadecimal digits");
  for (const auto c : rest)
    route.hash += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto fields = parse_query(target.query);
  if (!fields)
    return bad_query(target.query);
  route.name = field(*fields, "name");
  return route;
}

/// The session of /sessions/{id}/attachments.
std::optional<session_id> session_to_attach_to(std::string_view path) {
  constexpr std::string_view before = "/sessions/";
  constexpr std::string_view behind = "/attachments";
  if (path.size() <= before.size() + behind.size() || !path.starts_with(before) || !path.ends_with(behind))
    return std::nullopt;
  path.remove_prefix(before.size());
  path.remove_suffix(behind.size());
  const auto id = number<std::uint32_t>(path, std::numeric_limits<std::uint32_t>::max());
  return id ? std::optional{session_id{*id}} : std::nullopt;
}

routed attach(session_id session, const url_parts& target) {
  const auto fields = parse_query(target.query);
  if (!fields)
    return bad_query(target.query);
  post_attachment_route route{session, field(*fields, "name"), field(*fields, "text")};
  if (route.name.empty())
    return refuse(400, errc::bad_data,
                  "the query has no \"name\"; an attachment is sent to /sessions/{id}/attachments?name=…");
  return route;
}

routed report_at(session_id project, const url_parts& target) {
  const auto fields = parse_query(target.query);
  if (!fields)
    return bad_query(target.query);
  const auto at = fields->find("at");
  if (at == fields->end())
    return report_route{project, std::nullopt};
  const auto value = parse_json(at->second);
  // A text that is no JSON is shown as it is.
  auto vector = read_version_vector(value ? *value : json(at->second), "at");
  if (!vector)
    return refuse(400, errc::bad_data, std::move(vector.error().message));
  return report_route{project, std::move(*vector)};
}

/// `name` is what stands behind /projects/{id}/.
std::optional<project_post_route::what> posted_to_project(std::string_view name) {
  using what = project_post_route::what;
  constexpr std::array<std::pair<std::string_view, what>, 5> all{{{"entries", what::entry},
                                                                  {"threads", what::thread},
                                                                  {"comments", what::comment},
                                                                  {"archive", what::archiving},
                                                                  {"unarchive", what::unarchiving}}};
  const auto found = std::ranges::find(all, name, &std::pair<std::string_view, what>::first);
  return found == all.end() ? std::nullopt : std::optional{found->second};
}

/// What is at /projects/{id}/…, nothing where that is no such path.
std::optional<routed> project_at(std::string_view method, const url_parts& target) {
  constexpr std::string_view before = "/projects/";
  if (!target.path.starts_with(before))
    return std::nullopt;
  const auto rest = target.path.substr(before.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto name = rest.substr(std::min(slash + 1, rest.size()));
  const auto posted = posted_to_project(name);
  if (!posted && name != "report")
    return std::nullopt;
  const auto digits = rest.substr(0, slash);
  const auto id = number<std::uint32_t>(digits, std::numeric_limits<std::uint32_t>::max());
  if (!id)
    return refuse(400, errc::bad_data,
                  "the project is " + shown(digits) + "; it must be its number on this server, as in /projects/7/"
                      + std::string{name});
  if (posted)
    return method == "POST" ? routed{project_post_route{session_id{*id}, *posted}}
                            : wrong_method(method, target.path, "POST");
  return method == "GET" || method == "HEAD" ? report_at(session_id{*id}, target)
                                             : wrong_method(method, target.path, "GET, HEAD");
}

} // namespace

routed find_route(std::string_view method, std::string_view target, bool is_upgrade) {
  if (!target.starts_with('/'))
    return refuse(400, errc::bad_data, "the target is " + shown(target) + "; it must be a path that begins with /");
  const auto parts = split_target(target);
  const auto path = parts.path;
  const auto reads = method == "GET" || method == "HEAD";
  constexpr std::string_view reading = "GET, HEAD";
  if (path == "/ws") {
    if (method != "GET")
      return wrong_method(method, path, "GET");
    if (!is_upgrade)
      return refuse(400, errc::bad_data,
                    "/ws takes the handshake of a WebSocket, and this request asks for no upgrade");
    return upgrade_route{};
  }
  if (is_upgrade)
    return refuse(404, errc::not_found, "there is no WebSocket at " + shown(path) + "; it is at \"/ws\"");
  if (path == "/pictures") {
    if (!reads && method != "POST")
      return wrong_method(method, path, "GET, HEAD, POST");
    return pictures(method, parts);
  }
  if (const auto session = session_to_attach_to(path))
    return method == "POST" ? attach(*session, parts) : wrong_method(method, path, "POST");
  if (auto route = project_at(method, parts))
    return *std::move(route);
  constexpr std::string_view below_pictures = "/pictures/";
  constexpr std::string_view below_attachments = "/attachments/";
  auto route = path.starts_with(below_pictures)      ? picture_at(path.substr(below_pictures.size()), parts)
               : path.starts_with(below_attachments) ? attachment_at(path.substr(below_attachments.size()), parts)
               : path == "/healthz"                  ? routed{health_route{}}
               : path == "/metrics"                  ? routed{metrics_route{}}
                                                     : file_at(path);
  if (!route || reads)
    return route;
  // Whether there is such a file is not known here, and a name that nobody has takes no method at all.
  if (std::holds_alternative<file_route>(*route) && path != "/")
    return not_found(path);
  return wrong_method(method, path, reading);
}

} // namespace atelier
