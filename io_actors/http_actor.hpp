#pragma once

#include "io_actors/attachment_download.hpp"
#include "io_actors/counted_stream_shell.hpp"
#include "io_actors/http_answer.hpp"
#include "io_actors/http_routes.hpp"
#include "io_actors/http_writing_shell.hpp"
#include "io_actors/io_actors.hpp"
#include "io_actors/picture_pages.hpp"
#include "runtime/strand_actor.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <chrono>
#include <memory>
#include <optional>

namespace atelier {

/// An HTTP connection: one request after another, each read whole, judged by `check_source` and `find_route`, answered
/// from the page's files or by the engine, and written. It ends when the client or the time is up, or hands its socket
/// over to become a WebSocket. Runs on its socket's strand.
class http_actor final : public runtime::strand_actor<connection_actor::base> {
public:
  http_actor(caf::actor_config& config, runtime::strand where, tcp_socket socket,
             std::shared_ptr<const http_setup> http, connection_setup setup);

  behavior_type make_behavior() override;
  void on_exit() override;

private:
  using parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  using error_code = boost::system::error_code;
  enum class stage { reading_head, signing_in, reading_body, waiting, writing, lingering };

  void read_head(std::chrono::milliseconds time_max);
  void take_head();
  void refuse_head(error_code why);
  [[nodiscard]] std::optional<error> check_head() const;
  void turn_away();
  void refuse_token(http_answer why);
  void signed_in(const std::string& response);
  void go_on();
  [[nodiscard]] std::size_t body_bytes_max_of(const http_route& route) const;
  void prepare_body();
  void read_body();
  void take_body(error_code failed);

  void act();
  void act(const upgrade_route&);
  void act(const health_route&);
  void act(const metrics_route&);
  void act(const pictures_route&);
  void act(const picture_route& what);
  void act(const image_route& what);
  void act(const post_picture_route& what);
  void act(const post_attachment_route& what);
  void act(const attachment_route& what);
  void act(const project_post_route& what);
  void act(const report_route& what);
  void act(const file_route& what);
  void ask(std::string action, json args, answer_shape shape);
  void ask(command what, answer_shape shape);
  void take(const deliver& response);
  void take(const image_ready& image);
  void take(const report_ready& what);
  void take(const attachment_part& what);
  void take(const say_goodbye& why);

  void ask_for_part();
  void write_part();
  void write_part_some();

  void answer(http_answer what);
  void write_some();
  void answered();
  void linger();
  void read_away();
  void drop_body();
  void end();

  connection_setup setup_;
  std::shared_ptr<const http_setup> http_;
  counted_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<parser> parser_;
  stage stage_ = stage::reading_head;
  http_route route_ = health_route{};
  bytes body_;
  std::size_t body_bytes_max_ = 0;
  /// What was taken of the budget for uploads.
  std::size_t uploaded_ = 0;
  bytes chunk_;
  std::int64_t request_ = 0;
  answer_shape shape_{};
  /// The list that is being put together, if that is what was asked for.
  std::optional<picture_pages> pages_;
  /// Of the present request, and the one that the engine knows.
  std::string token_;
  std::string token_shown_;
  bool head_only_ = false;
  bool keep_alive_ = false;
  bool leaving_ = false;
  std::unique_ptr<http_writing> writing_;
  /// The attachment that is being given; what is being written of it behind its beginning, and what is left of that.
  std::optional<attachment_download> download_;
  shared_bytes part_;
  byte_view part_left_;
};

} // namespace atelier
