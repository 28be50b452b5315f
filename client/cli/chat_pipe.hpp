#pragma once

#include "client/cli/chat_console.hpp"
#include "client/cli/chat_line_splitter.hpp"

namespace atelier::cli::chat {

/// Lines from stdin to stdout; remarks go to stderr.
class chat_pipe final : public chat_console {
public:
  explicit chat_pipe(bool quiet);

  [[nodiscard]] std::vector<input> read() override;
  void show(const std::vector<std::string>& lines) override;
  void remark(const std::string& text, bool important) override;
  /// Nobody is there to be asked.
  void ask_passphrase(const std::string&) override {}

private:
  bool quiet_;
  chat_line_splitter splitter_;
};

} // namespace atelier::cli::chat
