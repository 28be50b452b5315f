#include "client/cli/chat_fault_words.hpp"

#include "client/cli/chat_text.hpp"

namespace atelier::cli::chat {

std::string in_words(const client::fault& why) {
  const auto text = presentable(why.message, " ");
  return why.code.empty() ? text : presentable_name(why.code) + ": " + text;
}

} // namespace atelier::cli::chat
