#pragma once

#include "client/cli/script_statement.hpp"

#include <functional>
#include <set>

namespace atelier::cli::script {

/// Reads one line of a script; a failure says what is wrong and what would be right.
class line_parser {
public:
  using parsed = tl::expected<action, std::string>;
  using names = std::set<std::string, std::less<>>;

  /// `clients` are those that were opened so far; a line that opens one adds it.
  line_parser(std::string_view line, names& clients) : rest_{line}, clients_{clients} {}

  [[nodiscard]] parsed whole();

private:
  // Lines of no client.
  [[nodiscard]] parsed open();
  [[nodiscard]] parsed needs();
  [[nodiscard]] parsed set();
  [[nodiscard]] parsed same();

  // Lines of a client, after its name.
  [[nodiscard]] parsed of_client(std::string connection);
  [[nodiscard]] parsed json_to_send(std::string connection);
  [[nodiscard]] parsed hex(std::string connection, send_message::form form);
  [[nodiscard]] parsed frame(std::string connection);
  [[nodiscard]] parsed draw(std::string connection);
  [[nodiscard]] parsed cursor(std::string connection);
  [[nodiscard]] parsed expect(std::string connection, bool in_any_order);
  [[nodiscard]] parsed expect_blocks(std::string connection, std::string kind, std::string_view fields);
  [[nodiscard]] parsed ignored(std::string connection, bool ignore);
  [[nodiscard]] parsed connect_again(std::string connection);
  [[nodiscard]] parsed wait(std::string connection);
  [[nodiscard]] parsed compare(std::string connection);

  [[nodiscard]] parsed length_then(std::string_view example,
                                   const std::function<action(std::chrono::milliseconds)>& make);
  [[nodiscard]] std::string word();

  std::string_view rest_;
  names& clients_;
};

} // namespace atelier::cli::script
