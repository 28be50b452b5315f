#include "io_actors/http_actor.hpp"

#include "io_actors/page_files.hpp"
#include "io_actors/picture_post.hpp"
#include "io_actors/project_post.hpp"

#include <boost/beast/http/field.hpp>

namespace atelier {

void http_actor::act() {
  std::visit([this](const auto& what) { act(what); }, route_);
}

void http_actor::act(const upgrade_route&) {
  // A client that sends before it is answered speaks something else than the WebSocket protocol.
  if (buffer_.size() > 0) {
    keep_alive_ = false;
    return answer(error_answer({errc::malformed, "a handshake is followed by " + std::to_string(buffer_.size())
                                                     + " bytes; nothing may follow before its answer"}));
  }
  auto head = parser_->release();
  stream_.expires_never();
  http_->on_upgrade(connection_actor{this}, stream_.release_socket(), upgrade_request{std::move(head.base())});
  end();
}

void http_actor::act(const health_route&) {
  answer(text_answer(200, "text/plain; charset=utf-8", "ok\n"));
}

void http_actor::act(const metrics_route&) {
  answer(text_answer(200, "text/plain; version=0.0.4; charset=utf-8", setup_.counters->to_prometheus()));
}

void http_actor::act(const pictures_route&) {
  pages_.emplace();
  ask("pictures", json::object(), answer_shape::whole);
}

void http_actor::act(const picture_route& what) {
  ask("picture", {{"picture", what.picture.value}}, answer_shape::picture);
}

void http_actor::act(const image_route& what) {
  stage_ = stage::waiting;
  stream_.expires_never();
  send(setup_.engine, image_requested{setup_.id, ++request_, what.picture, what.seq});
}

void http_actor::act(const post_picture_route& what) {
  auto wanted = what.query.empty() ? read_picture_json(as_text(body_)) : read_picture_png(what.query, std::move(body_));
  if (!wanted)
    return answer(error_answer(wanted.error()));
  shape_ = answer_shape::new_picture;
  stage_ = stage::waiting;
  stream_.expires_never();
  send(setup_.engine, picture_posted{setup_.id, ++request_, std::move(*wanted)});
}

void http_actor::act(const post_attachment_route& what) {
  if (body_.empty())
    return answer(error_answer({errc::bad_data, "the body is empty; an attachment has at least one byte"}));
  shape_ = answer_shape::created;
  stage_ = stage::waiting;
  stream_.expires_never();
  send(setup_.engine, attachment_posted{setup_.id, ++request_, what.session, what.name, what.text,
                                        std::make_shared<const bytes>(std::move(body_))});
}

void http_actor::act(const project_post_route& what) {
  auto wanted = read_project_post(what, as_text(body_));
  if (!wanted)
    return answer(error_answer(wanted.error()));
  ask(*std::move(wanted), answer_shape::created);
}

void http_actor::act(const report_route& what) {
  stage_ = stage::waiting;
  stream_.expires_never();
  send(setup_.engine, report_requested{setup_.id, ++request_, what.project, what.at});
}

void http_actor::act(const file_route& what) {
  answer(file_answer(http_->web_folder, what.path, parser_->get()[boost::beast::http::field::if_none_match]));
}

void http_actor::ask(std::string action, json args, answer_shape shape) {
  command what;
  what.action = std::move(action);
  what.args = std::move(args);
  ask(std::move(what), shape);
}

void http_actor::ask(command what, answer_shape shape) {
  shape_ = shape;
  stage_ = stage::waiting;
  stream_.expires_never();
  what.id = ++request_;
  send(setup_.engine, command_received{setup_.id, std::move(what)});
}

void http_actor::take(const deliver& response) {
  // Broadcasts are for those who listen; a response can only be the one that is waited for.
  if (!response.response)
    return;
  if (stage_ == stage::signing_in)
    return signed_in(*response.text);
  if (stage_ != stage::waiting)
    return;
  if (!pages_)
    return answer(answer_from(*response.text, shape_));
  if (const auto last = pages_->take(*response.text))
    return ask("pictures", {{"after", last->value}}, answer_shape::whole);
  auto whole = std::move(*pages_).answer();
  pages_.reset();
  answer(std::move(whole));
}

void http_actor::signed_in(const std::string& response) {
  auto outcome = answer_from(response, answer_shape::whole);
  if (outcome.status == 200) {
    token_shown_ = token_;
    return go_on();
  }
  // Whatever was wrong, nobody is signed in now.
  token_shown_.clear();
  refuse_token(std::move(outcome));
}

void http_actor::take(const image_ready& image) {
  if (stage_ == stage::waiting && image.request == request_)
    answer(image_answer(image.png));
}

void http_actor::take(const report_ready& what) {
  if (stage_ == stage::waiting && what.request == request_)
    answer(report_answer(what.report));
}

void http_actor::take(const say_goodbye&) {
  leaving_ = true;
  // Who takes an attachment slowly would keep the server from stopping in time.
  const bool is_unfinished = stage_ == stage::writing && download_ && !download_->is_complete();
  if (stage_ == stage::reading_head || stage_ == stage::reading_body || is_unfinished)
    end();
}

} // namespace atelier
