#pragma once

#include "engine/feed/report_things.hpp"
#include "engine/feed/report_writer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace atelier {

/// Threads below comments below threads, however deep. It refers to what is added, which comes in any order: threads
/// before comments.
class thread_tree {
public:
  void add(const std::string& uuid, const report_thread& what);
  void add(const std::string& uuid, const report_comment& what);

  /// Puts everything where it belongs, in the order of first messages. Comments of a thread that is not known stand
  /// below one at the top that has only their name for it.
  void grow();

  /// Writes the list of threads at the top.
  void write(report_writer& to) const;

private:
  using place = std::size_t;
  struct thread_node {
    /// Empty where its comments name none.
    std::string_view uuid{};
    /// Null where it is not known.
    const report_thread* what = nullptr;
    report_stamp first{};
    std::optional<place> parent{};
    std::vector<place> comments{};
  };
  struct comment_node {
    std::string_view uuid{};
    const report_comment* what = nullptr;
    place thread = 0;
    std::vector<place> threads{};
  };

  void cut_cycles();
  [[nodiscard]] std::optional<place> above(place thread) const;
  void begin_thread(const thread_node& which, report_writer& to) const;
  void begin_comment(const comment_node& which, report_writer& to) const;

  std::vector<thread_node> threads_;
  std::vector<comment_node> comments_;
  std::unordered_map<std::string_view, place> thread_places_;
  std::unordered_map<std::string_view, place> comment_places_;
  std::vector<place> top_;
};

} // namespace atelier
