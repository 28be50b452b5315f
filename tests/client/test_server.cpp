#include "tests/client/test_server.hpp"

#include <array>
#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <filesystem>
#include <thread>
#include <unistd.h>

namespace atelier::client {

namespace asio = boost::asio;

namespace {

using socket = asio::generic::stream_protocol::socket;

class stream_peer final : public test_peer {
public:
  explicit stream_peer(socket on) : socket_{std::move(on)} {}

  void send(frame_kind kind, byte_view body) override {
    const auto header = frame_header(kind, body.size());
    asio::write(socket_, std::array{asio::buffer(header), asio::buffer(body.data(), body.size())});
  }
  std::pair<frame_kind, std::string> receive() override {
    std::array<unsigned char, frame_header_bytes> header{};
    asio::read(socket_, asio::buffer(header));
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
      length = length << 8 | header[i];
    std::string body(length - 1, '\0');
    asio::read(socket_, asio::buffer(body));
    return {static_cast<frame_kind>(header[4]), std::move(body)};
  }
  void send_raw(byte_view data) override {
    asio::write(socket_, asio::buffer(data.data(), data.size()));
  }

private:
  socket socket_;
};

class websocket_peer final : public test_peer {
public:
  explicit websocket_peer(asio::ip::tcp::socket on) : stream_{std::move(on)} {
    stream_.accept();
  }
  void send(frame_kind kind, byte_view body) override {
    stream_.text(kind == frame_kind::json);
    stream_.write(asio::buffer(body.data(), body.size()));
  }
  std::pair<frame_kind, std::string> receive() override {
    boost::beast::flat_buffer buffer;
    stream_.read(buffer);
    const auto data = buffer.cdata();
    return {stream_.got_text() ? frame_kind::json : frame_kind::blocks,
            {static_cast<const char*>(data.data()), data.size()}};
  }
  void send_raw(byte_view data) override {
    asio::write(stream_.next_layer(), asio::buffer(data.data(), data.size()));
  }

private:
  boost::beast::websocket::stream<asio::ip::tcp::socket> stream_;
};

std::filesystem::path fresh_socket_path() {
  static std::atomic<int> count{0};
  const auto name = "atelier-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + ".sock";
  return std::filesystem::temp_directory_path() / name;
}

} // namespace

void test_peer::send(const json& message) {
  send(frame_kind::json, as_byte_view(to_text(message)));
}

json test_peer::receive_json() {
  return json::parse(receive().second);
}

void test_peer::hello() {
  send(json{{"type", "hello"}, {"protocol", 1}, {"server", "test"}, {"connection", 1}, {"srv_id", 1}});
}

struct test_server::listener {
  asio::io_context context;
  asio::basic_socket_acceptor<asio::generic::stream_protocol> acceptor{context};
  std::filesystem::path file;
  std::atomic<bool> stopping{false};
  std::thread thread;

  void run(kind transport, const std::function<void(test_peer&)>& serve) {
    while (!stopping) {
      try {
        socket accepted{context};
        acceptor.accept(accepted);
        if (stopping)
          return;
        if (transport == kind::websocket) {
          websocket_peer peer{asio::ip::tcp::socket{context, asio::ip::tcp::v4(), accepted.release()}};
          serve(peer);
        } else {
          stream_peer peer{std::move(accepted)};
          serve(peer);
        }
      } catch (const boost::system::system_error&) {
        // The client has gone; the test checks what it saw.
      }
    }
  }
};

test_server::test_server(kind transport, std::function<void(test_peer&)> serve)
    : listener_{std::make_shared<listener>()} {
  auto& acceptor = listener_->acceptor;
  if (transport == kind::unix_socket) {
    listener_->file = fresh_socket_path();
    acceptor.open({AF_UNIX, 0});
    acceptor.bind(asio::local::stream_protocol::endpoint{listener_->file.string()});
    url_ = "unix:" + listener_->file.string();
  } else {
    acceptor.open({AF_INET, IPPROTO_TCP});
    acceptor.bind(asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), 0});
    asio::ip::tcp::endpoint bound;
    auto size = static_cast<socklen_t>(bound.capacity());
    ::getsockname(acceptor.native_handle(), bound.data(), &size);
    const auto authority = "127.0.0.1:" + std::to_string(bound.port());
    url_ = transport == kind::tcp ? "tcp:" + authority : "ws://" + authority + "/ws";
  }
  acceptor.listen();
  listener_->thread = std::thread{[on = listener_, transport, serve = std::move(serve)] {
    on->run(transport, serve);
  }};
}

test_server::~test_server() {
  listener_->stopping = true;
  ::shutdown(listener_->acceptor.native_handle(), SHUT_RDWR);
  listener_->thread.join();
  if (!listener_->file.empty())
    std::filesystem::remove(listener_->file);
}

} // namespace atelier::client
