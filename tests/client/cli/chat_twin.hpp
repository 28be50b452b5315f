#pragma once

#include "tests/client/attachment_twin.hpp"
#include "tests/client/test_server.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace atelier::client {

/// The server's side of one chat, kept in memory: session 3, `lobby`. One connection at a time. What is said to it
/// makes trouble:
///
///     flood N   N messages of `bob (claimed)` follow, one every ten milliseconds
///     cut       the connection ends after the message is kept, without an answer
///     gift NAME a file of that name follows, of 500,000 bytes, from `bob (claimed)`
///
/// Files are taken and given back; each connection ends after so many pieces as `cut_at_every` says.
class chat_twin {
public:
  chat_twin()
      : server_{test_server::kind::unix_socket, [this](test_peer& peer) {
                  serve(peer);
                }} {}

  [[nodiscard]] const std::string& url() const noexcept {
    return server_.url();
  }
  /// Adds to the past, or to what a client finds when it comes back.
  void add(const std::string& text, const std::string& handle, const std::string& identity);
  /// Ends each connection after so many pieces of files, in either direction.
  void cut_at_every(int pieces) {
    cut_at_every_ = pieces;
  }
  /// Adds a message with a file to the past.
  void add_file(const std::string& name, const bytes& content, const std::string& kind = "file");
  /// The content of the file of a message.
  [[nodiscard]] bytes file_of(std::size_t message) const;
  /// Gives other bytes than those that the hash is of.
  void spoil_files();
  /// The texts of all messages, in their order.
  [[nodiscard]] std::vector<std::string> texts() const;
  /// What came with the last `sign_in` or `add_player`.
  [[nodiscard]] json credentials() const;
  [[nodiscard]] int connections() const noexcept {
    return connections_;
  }

private:
  void serve(test_peer& peer);
  /// False where the connection is to end.
  [[nodiscard]] bool command(test_peer& peer, const json& what);
  [[nodiscard]] bool say(test_peer& peer, const json& what);
  [[nodiscard]] json result_of(const json& what);
  void file_command(test_peer& peer, const json& what);
  /// Sends what there is about files; false where the connection is to end.
  [[nodiscard]] bool send_files(test_peer& peer);
  void take_blocks(std::string_view message);
  void send_since(test_peer& peer, std::uint64_t since) const;

  mutable std::mutex mutex_;
  std::vector<json> items_;
  std::map<std::string, json> answers_;
  json credentials_;
  attachment_twin files_;
  std::atomic<int> cut_at_every_{0};
  int pieces_ = 0;
  std::string handle_ = "anonymous", identity_ = "anonymous";
  std::atomic<int> connections_{0};
  // Last, so that its thread has ended before the rest goes.
  test_server server_;
};

} // namespace atelier::client
