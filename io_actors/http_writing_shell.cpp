#include "io_actors/http_writing_shell.hpp"

#include "protocol/server_messages.hpp"

#include <boost/beast/http/field.hpp>

namespace atelier {

namespace {

namespace http = boost::beast::http;

constexpr unsigned not_modified = 304;

} // namespace

http_writing::http_writing(http_answer what, bool keep_alive, bool head_only)
    : what_{std::move(what)}, head_only_{head_only}, serializer_{response_} {
  response_.result(what_.status);
  response_.version(11);
  response_.set(http::field::server, server_name);
  response_.set(http::field::content_type, what_.content_type);
  response_.set("X-Content-Type-Options", "nosniff");
  // Pictures and pages change without a new name, so that browsers have to ask each time.
  response_.set(http::field::cache_control, "no-cache");
  for (const auto& [name, value] : what_.fields)
    response_.set(name, value);
  response_.keep_alive(keep_alive);
  if (what_.status != not_modified)
    response_.content_length(what_.bytes_total.value_or(what_.body.data.size()));
  const auto text = as_text(what_.body.data);
  response_.body() = {text.data(), text.size()};
}

} // namespace atelier
