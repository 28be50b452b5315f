#pragma once

#include "io_actors/counted_stream_shell.hpp"
#include "io_actors/http_answer.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <utility>

namespace atelier {

/// An HTTP answer on its way out; its body is not copied. It must stay where it is until it is done. Of one whose body
/// is only a beginning, what follows is for its owner to write.
class http_writing {
public:
  /// `head_only`: the request was HEAD, so that only the header is written, as it is for GET.
  http_writing(http_answer what, bool keep_alive, bool head_only);
  http_writing(const http_writing&) = delete;
  http_writing& operator=(const http_writing&) = delete;

  /// Writes a part of it, then calls `then(error_code, std::size_t)`.
  template <class Handler>
  void write_some(counted_stream& to, Handler then) {
    if (head_only_)
      boost::beast::http::async_write_header(to, serializer_, std::move(then));
    else
      boost::beast::http::async_write_some(to, serializer_, std::move(then));
  }
  [[nodiscard]] bool is_done() {
    return head_only_ ? serializer_.is_header_done() : serializer_.is_done();
  }

private:
  using body = boost::beast::http::span_body<const char>;

  http_answer what_;
  bool head_only_;
  boost::beast::http::response<body> response_;
  boost::beast::http::response_serializer<body> serializer_;
};

} // namespace atelier
