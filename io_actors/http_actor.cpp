#include "io_actors/http_actor.hpp"

#include "io_actors/bearer_token.hpp"

#include "io_actors/http_source.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <string>

namespace atelier {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::size_t chunk_bytes = 64 * 1024;

std::vector<std::string> values_of(const http::fields& fields, http::field name) {
  std::vector<std::string> out;
  const auto [first, last] = fields.equal_range(name);
  for (auto it = first; it != last; ++it)
    out.emplace_back(it->value());
  return out;
}

} // namespace

http_actor::http_actor(caf::actor_config& config, runtime::strand where, tcp_socket socket,
                       std::shared_ptr<const http_setup> http, connection_setup setup)
    : strand_actor{config, std::move(where)},
      setup_{with_counters(std::move(setup))},
      http_{std::move(http)},
      stream_{counting_policy{setup_.counters->http}, std::move(socket)} {
  ++setup_.counters->http.opened;
}

http_actor::behavior_type http_actor::make_behavior() {
  if (!setup_.turned_away)
    send(setup_.engine, connected{setup_.id, setup_.admin, {}}, connection_actor{this});
  error_code failed;
  stream_.socket().set_option(boost::asio::ip::tcp::no_delay{true}, failed);
  read_head(setup_.turned_away ? setup_.bounds->linger_max : setup_.bounds->handshake_max);
  return {
      [this](const deliver& message) { take(message); },
      [this](const image_ready& message) { take(message); },
      [](const stream_joined&) {},
      [](const stream_refused&) {},
      [](const stream_ended&) {},
      [](const text_items&) {},
      [](const text_stream_ended&) {},
      [](const ops_rejected&) {},
      [](const draws_taken&) {},
      [](const presence_changed&) {},
      [](const cursors_moved&) {},
      [this](const say_goodbye& message) { take(message); },
      [this](const attachment_part& message) { take(message); },
      [](const transfer_part&) {},
      [](const chunk_taken&) {},
      [this](const report_ready& message) { take(message); },
  };
}

void http_actor::on_exit() {
  ++setup_.counters->http.closed;
  drop_body();
  stream_.close();
  // The engine knows this actor and this actor the engine: two that have ended would keep each other's memory.
  destroy(setup_.engine);
}

void http_actor::read_head(std::chrono::milliseconds time_max) {
  stage_ = stage::reading_head;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(setup_.bounds->http_header_bytes_max));
  // The body is measured when the route is known.
  parser_->body_limit(boost::none);
  stream_.expires_after(time_max);
  http::async_read_header(stream_, buffer_, *parser_, bind([this](error_code failed, std::size_t) {
                            if (failed)
                              refuse_head(failed);
                            else
                              take_head();
                          }));
}

void http_actor::refuse_head(error_code why) {
  keep_alive_ = false;
  head_only_ = false;
  if (why == http::error::header_limit)
    return answer(error_answer(413, {errc::frame_too_large, "a request's line and headers have more than "
                                                                + std::to_string(setup_.bounds->http_header_bytes_max)
                                                                + " bytes"}));
  // Only what the parser itself says is worth an answer; anything else is a connection that is gone or idle.
  if (why.category() == make_error_code(http::error::bad_method).category() && why != http::error::end_of_stream
      && why != http::error::partial_message)
    return answer(error_answer(400, {errc::malformed, "a request is not HTTP/1.1: " + why.message()}));
  end();
}

void http_actor::take_head() {
  const auto& head = parser_->get();
  // Who finds no room gives its place up with its answer, whatever that is.
  keep_alive_ = head.keep_alive() && !setup_.turned_away;
  head_only_ = head.method() == http::verb::head;
  if (const auto refused = check_head())
    return answer(error_answer(*refused));
  if (setup_.turned_away)
    return turn_away();
  auto token = bearer_token(head[http::field::authorization]);
  if (!token)
    return refuse_token(error_answer(token.error()));
  token_ = std::move(*token);
  auto route = find_route(head.method_string(), head.target(), parser_->upgrade());
  if (!route) {
    auto refusal = error_answer(route.error().status, route.error().what);
    if (!route.error().allow.empty())
      refusal.fields.emplace_back("Allow", route.error().allow);
    return answer(std::move(refusal));
  }
  route_ = std::move(*route);
  // The engine is asked each time, since a token ends when it will.
  if (token_.empty() && token_shown_.empty())
    return go_on();
  stage_ = stage::signing_in;
  stream_.expires_never();
  send(setup_.engine, token_shown{setup_.id, ++request_, token_});
}

void http_actor::refuse_token(http_answer why) {
  why.fields.emplace_back("WWW-Authenticate", "Bearer");
  answer(std::move(why));
}

void http_actor::go_on() {
  if (parser_->is_done())
    return act();
  prepare_body();
}

void http_actor::turn_away() {
  keep_alive_ = false;
  auto refusal =
      error_answer(503, {errc::rate_limited, "the server has as many connections as it takes; try again later"});
  refusal.fields.emplace_back("Retry-After", "5");
  answer(std::move(refusal));
}

std::optional<error> http_actor::check_head() const {
  const auto& head = parser_->get();
  error_code failed;
  const auto here = stream_.socket().local_endpoint(failed);
  return check_source({values_of(head, http::field::host), values_of(head, http::field::origin),
                       failed ? std::string{} : here.address().to_string(), head.version() >= 11},
                      http_->hosts, http_->allowed_origins);
}

std::size_t http_actor::body_bytes_max_of(const http_route& route) const {
  const auto& bounds = *setup_.bounds;
  if (const auto* post = std::get_if<post_picture_route>(&route))
    return post->query.empty() ? bounds.frame_bytes_max : bounds.http_body_bytes_max;
  if (std::holds_alternative<project_post_route>(route))
    return bounds.frame_bytes_max;
  return std::holds_alternative<post_attachment_route>(route) ? bounds.attachment_bytes_max : 0;
}

void http_actor::prepare_body() {
  body_bytes_max_ = body_bytes_max_of(route_);
  if (const auto length = parser_->content_length(); length && *length > body_bytes_max_)
    return answer(
        error_answer({errc::frame_too_large, "the body has " + std::to_string(*length) + " bytes; it may have "
                                                 + std::to_string(body_bytes_max_)}));
  stage_ = stage::reading_body;
  chunk_.resize(chunk_bytes);
  const auto& head = parser_->get();
  if (head.version() < 11 || !beast::iequals(head[http::field::expect], "100-continue"))
    return read_body();
  static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  boost::asio::async_write(stream_, boost::asio::buffer(go_on), bind([this](error_code failed, std::size_t) {
                             if (failed)
                               end();
                             else
                               read_body();
                           }));
}

void http_actor::read_body() {
  auto& target = parser_->get().body();
  target.data = chunk_.data();
  target.size = chunk_.size();
  stream_.expires_after(setup_.bounds->handshake_max);
  http::async_read_some(stream_, buffer_, *parser_,
                        bind([this](error_code failed, std::size_t) { take_body(failed); }));
}

void http_actor::take_body(error_code failed) {
  if (failed && failed != http::error::need_buffer)
    return refuse_head(failed);
  const auto part = byte_view{chunk_}.first(chunk_.size() - parser_->get().body().size);
  if (body_.size() + part.size() > body_bytes_max_)
    return answer(error_answer({errc::frame_too_large, "the body has more than " + std::to_string(body_bytes_max_)
                                                           + " bytes, which it may have"}));
  if (!http_->uploads->take(part.size(), setup_.bounds->http_uploads_bytes_max))
    return answer(error_answer({errc::rate_limited, "too many uploads are under way; try again later"}));
  append(body_, part);
  uploaded_ += part.size();
  if (parser_->is_done())
    act();
  else
    read_body();
}

void http_actor::answer(http_answer what) {
  stage_ = stage::writing;
  drop_body();
  // What is not read of a request would be taken for the next one.
  keep_alive_ = keep_alive_ && !leaving_ && parser_->is_done();
  ++setup_.counters->http_answers[what.status / 100];
  writing_ = std::make_unique<http_writing>(std::move(what), keep_alive_, head_only_);
  write_some();
}

void http_actor::write_some() {
  stream_.expires_after(setup_.bounds->stall_max);
  writing_->write_some(stream_, bind([this](error_code failed, std::size_t) {
                         if (failed)
                           end();
                         else if (writing_->is_done())
                           answered();
                         else
                           write_some();
                       }));
}

void http_actor::answered() {
  writing_ = nullptr;
  if (download_)
    return write_part();
  if (keep_alive_ && !leaving_)
    read_head(setup_.bounds->http_idle_max);
  else
    linger();
}

void http_actor::linger() {
  stage_ = stage::lingering;
  error_code failed;
  stream_.socket().shutdown(tcp_socket::shutdown_send, failed);
  chunk_.resize(chunk_bytes);
  stream_.expires_after(setup_.bounds->linger_max);
  read_away();
}

void http_actor::read_away() {
  stream_.async_read_some(boost::asio::buffer(chunk_), bind([this](error_code failed, std::size_t) {
                            if (failed)
                              end();
                            else
                              read_away();
                          }));
}

void http_actor::drop_body() {
  http_->uploads->give_back(std::exchange(uploaded_, 0));
  body_ = bytes{};
  chunk_ = decltype(chunk_){};
}

void http_actor::end() {
  finish(caf::exit_reason::user_shutdown);
}

} // namespace atelier
