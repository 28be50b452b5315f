#include "engine/games/csv.hpp"

#include <algorithm>

namespace atelier {

namespace {

/// Reads one text from its beginning to its end.
class reader {
public:
  explicit reader(std::string_view text) : rest_{text} {}

  result<std::vector<csv_row>> rows() {
    std::vector<csv_row> out;
    while (!rest_.empty()) {
      csv_row row{line_, {}};
      do {
        auto field = rest_.starts_with('"') ? quoted() : plain();
        if (!field)
          return tl::unexpected{field.error()};
        row.fields.push_back(std::move(*field));
      } while (took(','));
      if (!rest_.empty() && !took_line_end())
        return failure(errc::bad_data, "line " + std::to_string(line_) + ": a closing quote is followed by more");
      if (row.fields.size() > 1 || !row.fields.front().empty())
        out.push_back(std::move(row));
    }
    return out;
  }

private:
  bool took(char wanted) {
    if (!rest_.starts_with(wanted))
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool took_line_end() {
    const bool had_return = took('\r');
    const bool had_feed = took('\n');
    ++line_;
    return had_return || had_feed;
  }

  result<std::string> plain() {
    const auto end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    std::string out{rest_.substr(0, end)};
    if (out.find('"') != std::string::npos)
      return failure(errc::bad_data, "line " + std::to_string(line_)
                                         + ": a quote stands within a field; put the field in quotes and double it");
    rest_.remove_prefix(end);
    return out;
  }

  result<std::string> quoted() {
    const auto begun = line_;
    rest_.remove_prefix(1);
    std::string out;
    while (!rest_.empty()) {
      const char next = rest_.front();
      rest_.remove_prefix(1);
      if (next == '"' && !took('"'))
        return out;
      if (next == '\n')
        ++line_;
      out += next;
    }
    return failure(errc::bad_data, "line " + std::to_string(begun) + ": a quote is opened and never closed");
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

} // namespace

result<std::vector<csv_row>> read_csv(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark))
    text.remove_prefix(byte_order_mark.size());
  return reader{text}.rows();
}

} // namespace atelier
