#pragma once

#include "client/cli/script_inbox.hpp"
#include "client/cli/script_statement.hpp"

namespace atelier::cli::script {

/// How an expectation stands after what has come so far.
struct verdict {
  enum class state {
    met,
    /// More has to come before it can be said.
    open,
    failed,
  };
  state is = state::open;
  /// Why it failed, in words.
  std::string why;
};

/// Compares what has come with what is expected. Takes what it used out of the inbox, and what it passes over for
/// being ignored, once the expectation is met; binds variables only then.
[[nodiscard]] verdict judge(const expect_json& expected, inbox& from, script_variables& variables);
[[nodiscard]] verdict judge(const expect_block& expected, inbox& from, script_variables& variables);

/// The first item that is not ignored, in words; nothing where there is none.
[[nodiscard]] std::optional<std::string> first_heeded(const inbox& from);

/// The expectation in words.
[[nodiscard]] std::string words_of(const expect_json& expected);
[[nodiscard]] std::string words_of(const expect_block& expected);

} // namespace atelier::cli::script
