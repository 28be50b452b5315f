#pragma once

#include "io_actors/io_actors.hpp"
#include "protocol/json_text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <map>
#include <string>
#include <utility>

namespace atelier::test {

/// A blocking HTTP client that keeps its connection.
struct http_client {
  using headers = std::map<std::string, std::string>;
  using response = boost::beast::http::response<boost::beast::http::string_body>;
  using verb = boost::beast::http::verb;

  explicit http_client(tcp_socket with) : socket{std::move(with)} {}

  void send(verb method, const std::string& target, const std::string& body = {}, const headers& more = {}) {
    boost::beast::http::request<boost::beast::http::string_body> request{method, target, 11, body};
    request.set(boost::beast::http::field::host, "localhost");
    for (const auto& [name, value] : more)
      request.set(name, value);
    request.prepare_payload();
    boost::beast::http::write(socket, request, failed);
  }
  void send_raw(const std::string& text) {
    boost::asio::write(socket, boost::asio::buffer(text), failed);
  }
  response read(bool head_only = false) {
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    parser.body_limit(boost::none);
    parser.skip(head_only);
    boost::beast::http::read(socket, buffer, parser, failed);
    return parser.release();
  }
  response get(const std::string& target, const headers& more = {}) {
    send(verb::get, target, {}, more);
    return read();
  }
  response post(const std::string& target, const std::string& body) {
    send(verb::post, target, body);
    return read();
  }

  tcp_socket socket;
  boost::beast::flat_buffer buffer;
  boost::system::error_code failed;
};

/// Status and code of an error, such as `404 not_found`.
inline std::string code_of(const http_client::response& of) {
  return std::to_string(of.result_int()) + " " + json::parse(of.body())["error"]["code"].get<std::string>();
}

} // namespace atelier::test
