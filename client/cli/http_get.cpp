#include "client/cli/http_get.hpp"

#include "client/address.hpp"
#include "client/socket_faults.hpp"
#include "protocol/json_text.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace atelier::cli {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t body_bytes_max = std::uint64_t{1} << 28;

} // namespace

client::outcome<bytes> http_get(std::string_view url, std::chrono::milliseconds timeout) {
  if (!url.starts_with("http://"))
    return client::failed(client::fault_kind::misuse, shown(url) + " is not of the form http://HOST:PORT/PATH");
  auto where = client::parse_address("ws://" + std::string{url.substr(7)});
  if (!where)
    return client::failed(client::fault_kind::misuse, shown(url) + " is not of the form http://HOST:PORT/PATH");
  asio::io_context context;
  beast::tcp_stream stream{context};
  beast::flat_buffer buffer;
  http::response_parser<http::vector_body<std::byte>> parser;
  parser.body_limit(body_bytes_max);
  beast::error_code failed;
  // A blocking call of Beast knows no time limit, so each step is started and the context run until it is done.
  const auto step = [&](auto start) {
    if (failed)
      return;
    stream.expires_after(timeout);
    start([&](beast::error_code code, auto&&...) { failed = code; });
    context.restart();
    context.run();
  };
  asio::ip::tcp::resolver resolver{context};
  const auto found = resolver.resolve(where->host, where->port, failed);
  http::request<http::empty_body> request{http::verb::get, where->path, 11};
  request.set(http::field::host, client::authority_of(*where));
  step([&](auto done) { stream.async_connect(found, done); });
  step([&](auto done) { http::async_write(stream, request, done); });
  step([&](auto done) { http::async_read(stream, buffer, parser, done); });
  if (failed)
    return client::failed(client::fault_kind::unreachable, "cannot get " + std::string{url} + ": " + failed.message());
  if (parser.get().result() != http::status::ok)
    return client::failed(client::fault_kind::refused,
                          std::string{url} + " answers with status " + std::to_string(parser.get().result_int()));
  return parser.release().body();
}

} // namespace atelier::cli
