#pragma once

#include "protocol/frames.hpp"
#include "tests/io_actors/twins.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>
#include <vector>

namespace atelier::test {

/// A blocking client of the stream transport.
template <class Socket>
class frame_client {
public:
  explicit frame_client(Socket socket) : socket_{std::move(socket)} {}

  void send(frame_kind kind, byte_view body) {
    bytes whole;
    append(whole, frame_header(kind, body.size()));
    append(whole, body);
    send_raw(whole);
  }
  void send(std::string_view text) {
    send(frame_kind::json, as_byte_view(text));
  }
  void send_raw(byte_view raw) {
    boost::asio::write(socket_, boost::asio::buffer(raw.data(), raw.size()));
  }
  void command(int id, const std::string& action, const json& args = json::object()) {
    send(json{{"type", "command"}, {"id", id}, {"action", action}, {"args", args}}.dump());
  }

  /// The next line, as `describe` shows it; nothing at the end of the connection.
  std::optional<std::string> next() {
    while (lines_.empty()) {
      const auto frame = decoder_.next().value();
      if (frame) {
        describe(frame->kind, frame->body, lines_);
        std::reverse(lines_.begin(), lines_.end());
        continue;
      }
      bytes part(64 * 1024);
      boost::system::error_code failed;
      const auto count = socket_.read_some(boost::asio::buffer(part), failed);
      if (failed)
        return std::nullopt;
      decoder_.feed(byte_view{part}.first(count));
    }
    auto line = std::move(lines_.back());
    lines_.pop_back();
    return line;
  }
  /// All lines up to the first one that holds the text, or to the end of the connection.
  std::vector<std::string> until(std::string_view text) {
    std::vector<std::string> out;
    while (auto line = next()) {
      out.push_back(*line);
      if (line->find(text) != std::string::npos)
        break;
    }
    return out;
  }
  /// All lines to the end of the connection.
  std::vector<std::string> rest() {
    std::vector<std::string> out;
    while (auto line = next())
      out.push_back(std::move(*line));
    return out;
  }

  Socket& socket() {
    return socket_;
  }

private:
  Socket socket_;
  frame_decoder decoder_{64 * 1024 * 1024};
  /// Of the last frame, the next one last.
  std::vector<std::string> lines_;
};

} // namespace atelier::test
