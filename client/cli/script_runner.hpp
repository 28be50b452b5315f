#pragma once

#include "client/cli/script_client.hpp"
#include "client/cli/script_statement.hpp"

#include <functional>
#include <limits>

namespace atelier::cli::script {

/// How a script ended.
struct outcome {
  enum class kind {
    passed,
    /// The script is not meant for this transport.
    passed_over,
    failed,
    interrupted,
  };
  kind is = kind::passed;
  /// Of the statement that failed.
  std::size_t line = 0;
  std::string why;
};

/// Runs the statements of one script, one after another.
class runner {
public:
  explicit runner(script_variables variables) : variables_{std::move(variables)} {}

  [[nodiscard]] outcome run(const std::vector<statement>& script);

private:
  using clock = std::chrono::steady_clock;
  /// Nothing where the statement was carried out; else why not.
  using failure_text = std::optional<std::string>;

  failure_text run(const set_variable& what);
  failure_text run(const needs_transport& what);
  failure_text run(const pause& what);
  failure_text run(const set_timeout& what);
  failure_text run(const open_client& what);
  failure_text run(const cut& what);
  failure_text run(const reconnect& what);
  failure_text run(const send_message& what);
  failure_text run(const draw_ops& what);
  failure_text run(const move_cursor& what);
  failure_text run(const expect_json& what);
  failure_text run(const expect_block& what);
  failure_text run(const expect_nothing& what);
  failure_text run(const expect_closed& what);
  failure_text run(const set_ignored& what);
  failure_text run(const wait_until& what);
  failure_text run(const same_picture& what);
  failure_text run(const compare_picture& what);
  failure_text run(const check_pixel& what);
  failure_text run(const save_picture& what);

  [[nodiscard]] script_client& client_of(const std::string& name) {
    return clients_.at(name);
  }
  failure_text connect(script_client& which, bool raw);
  template <class Expected>
  failure_text expect(const Expected& what);
  /// Takes what comes until `done` says so or the time is up.
  static bool pump_until(script_client& which, clock::time_point deadline, const std::function<bool()>& done);
  [[nodiscard]] failure_text breach_of(const std::string& name);
  /// The picture as the client sees it, where it sees all of it.
  [[nodiscard]] result<const client::picture_replica*> picture_of(const std::string& name, picture_id picture);

  template <std::integral T>
  [[nodiscard]] result<T> number(const std::string& text) const {
    return number_in(text, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()).map([](auto value) {
      return static_cast<T>(value);
    });
  }
  [[nodiscard]] result<std::int64_t> number_in(const std::string& text, std::int64_t least, std::int64_t most) const;
  [[nodiscard]] result<picture_id> picture_number(const std::string& text) const;
  [[nodiscard]] clock::time_point deadline() const {
    return clock::now() + timeout_;
  }

  script_variables variables_;
  std::map<std::string, script_client, std::less<>> clients_;
  std::chrono::milliseconds timeout_{5'000};
  bool passed_over_ = false;
};

} // namespace atelier::cli::script
