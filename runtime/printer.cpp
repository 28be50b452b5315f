#include "runtime/printer.hpp"

#include <caf/all.hpp>
#include <memory>
#include <string>
#include <unordered_map>

namespace atelier::runtime {

namespace {

class line_buffer {
public:
  explicit line_buffer(std::function<void(std::string_view)> sink) : sink_{std::move(sink)} {}

  void add(caf::actor_id from, std::string_view text) {
    auto& line = lines_[from];
    line += text;
    for (auto end = line.find('\n'); end != std::string::npos; end = line.find('\n')) {
      sink_(std::string_view{line}.substr(0, end));
      line.erase(0, end + 1);
    }
  }

  void flush(caf::actor_id from) {
    const auto found = lines_.find(from);
    if (found == lines_.end())
      return;
    if (!found->second.empty())
      sink_(found->second);
    lines_.erase(found);
  }

private:
  std::function<void(std::string_view)> sink_;
  std::unordered_map<caf::actor_id, std::string> lines_;
};

} // namespace

caf::behavior print_lines(caf::event_based_actor* self, std::function<void(std::string_view)> sink) {
  self->set_default_handler(caf::drop);
  auto lines = std::make_shared<line_buffer>(std::move(sink));
  return {
      [lines](caf::add_atom, caf::actor_id from, const std::string& text) { lines->add(from, text); },
      [lines](caf::flush_atom, caf::actor_id from) { lines->flush(from); },
      [lines](caf::delete_atom, caf::actor_id from) { lines->flush(from); },
  };
}

} // namespace atelier::runtime
