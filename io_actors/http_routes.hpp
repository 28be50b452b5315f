#pragma once

#include "protocol/errors.hpp"
#include "protocol/feed.hpp"
#include "protocol/ids.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// \file
/// Which request asks for what (the contract, section 7):
///
///     GET  /ws (a WebSocket's handshake)         GET /healthz    GET /metrics
///     GET  /pictures    GET /pictures/{id}       GET /pictures/{id}.png[?seq=N]
///     POST /pictures    POST /pictures?name=…
///     POST /sessions/{id}/attachments?name=…[&text=…]
///     GET  /attachments/{hash}[?name=…]          GET /attachments/{hash}/thumbnail
///     POST /projects/{id}/entries|threads|comments|archive|unarchive
///     GET  /projects/{id}/report[?at=[[srv_id, seqno], …]]
///     GET  /…  a file of the page
///
/// HEAD goes wherever GET goes.

namespace atelier {

struct upgrade_route {};
struct health_route {};
struct metrics_route {};
struct pictures_route {};
struct picture_route {
  picture_id picture;
};
struct image_route {
  picture_id picture;
  std::optional<seq_t> seq;
};
/// With a query the body is a PNG, without one it is JSON.
struct post_picture_route {
  std::map<std::string, std::string> query;
};
/// The body is the attachment's content; the name is not empty.
struct post_attachment_route {
  session_id session;
  std::string name;
  std::string text;
};
struct attachment_route {
  /// 64 hexadecimal digits in lower case.
  std::string hash;
  bool thumbnail = false;
  /// What the client calls it; may be empty.
  std::string name;
};
/// The body is JSON: what is written into the project's feed.
struct project_post_route {
  session_id project;
  enum class what { entry, thread, comment, archiving, unarchiving } wanted{};
};
struct report_route {
  session_id project;
  /// As of when; nothing for now.
  std::optional<version_vector> at;
};
/// A path below the folder of the page: parts of plain names, none of them hidden, no way out of the folder.
struct file_route {
  std::string path;
};

using http_route = std::variant<upgrade_route, health_route, metrics_route, pictures_route, picture_route, image_route,
                                post_picture_route, post_attachment_route, attachment_route, project_post_route,
                                report_route, file_route>;

struct http_refusal {
  unsigned status = 404;
  error what;
  /// What `Allow` lists, with status 405.
  std::string allow;
};

/// `is_upgrade`: the request asks to become a WebSocket, which only /ws may.
[[nodiscard]] tl::expected<http_route, http_refusal> find_route(std::string_view method, std::string_view target,
                                                                bool is_upgrade);

} // namespace atelier
