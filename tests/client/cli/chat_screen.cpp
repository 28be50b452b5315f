#include "tests/client/cli/chat_screen.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace atelier::test {

namespace {

std::size_t character_bytes(char lead) noexcept {
  const auto value = static_cast<unsigned char>(lead);
  return value < 0x80 ? 1 : value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
}

std::string joined(const std::vector<std::string>& row) {
  std::string out;
  for (const auto& each : row)
    out += each;
  return out.substr(0, out.find_last_not_of(' ') + 1);
}

} // namespace

void chat_screen::write(std::string_view text) {
  for (const char c : text) {
    begun_ += c;
    if (begun_.front() == '\x1b') {
      if (begun_.size() > 1 && escape(std::string_view{begun_}.substr(1)))
        begun_.clear();
    } else if (static_cast<unsigned char>(begun_.front()) < 0x20) {
      control(begun_.front());
      begun_.clear();
    } else if (begun_.size() == character_bytes(begun_.front())) {
      put(std::exchange(begun_, {}));
    }
  }
}

void chat_screen::put(std::string character) {
  if (wrap_next_) {
    at_column_ = 0;
    new_line();
  }
  auto& row = rows_[at_row_];
  if (row.size() <= at_column_)
    row.resize(at_column_ + 1, " ");
  row[at_column_] = std::move(character);
  wrap_next_ = at_column_ + 1 == columns_;
  if (!wrap_next_)
    ++at_column_;
}

void chat_screen::new_line() {
  wrap_next_ = false;
  if (++at_row_ == rows_.size())
    rows_.emplace_back();
}

void chat_screen::control(char c) {
  switch (c) {
  case '\r':
    at_column_ = 0;
    wrap_next_ = false;
    break;
  case '\n':
    new_line();
    break;
  case '\b':
    at_column_ -= at_column_ > 0;
    wrap_next_ = false;
    break;
  case '\a':
    break;
  default:
    complaint_ += "control " + std::to_string(static_cast<int>(c)) + " ";
  }
}

bool chat_screen::escape(std::string_view sequence) {
  if (sequence.front() != '[') {
    complaint_ += "escape " + std::string{sequence} + " ";
    return true;
  }
  if (sequence.size() < 2 || sequence.back() < '@')
    return false;
  csi(sequence.back(), sequence.substr(1, sequence.size() - 2));
  return true;
}

void chat_screen::cut_row() {
  auto& row = rows_[at_row_];
  row.resize(std::min(row.size(), at_column_));
}

void chat_screen::csi(char final, std::string_view parameters) {
  // Colours, and whether pasted text is marked: nothing that is seen here.
  if (final == 'm' || ((final == 'h' || final == 'l') && parameters == "?2004"))
    return;
  std::size_t count = 0;
  std::from_chars(parameters.data(), parameters.data() + parameters.size(), count);
  const auto steps = std::max<std::size_t>(count, 1);
  auto& row = rows_[at_row_];
  wrap_next_ = false;
  switch (final) {
  case 'A':
    at_row_ -= std::min(at_row_, steps);
    break;
  case 'C':
    at_column_ = std::min(at_column_ + steps, columns_ - 1);
    break;
  case 'D':
    at_column_ -= std::min(at_column_, steps);
    break;
  case 'K':
    if (count == 0) {
      cut_row();
      break;
    }
    [[fallthrough]];
  case 'J':
    if (count == 0) {
      cut_row();
      rows_.resize(at_row_ + 1);
      break;
    }
    complaint_ += "erase " + std::string{parameters} + " ";
    break;
  case 'P': {
    const auto first = std::min(at_column_, row.size());
    row.erase(row.begin() + static_cast<std::ptrdiff_t>(first),
              row.begin() + static_cast<std::ptrdiff_t>(std::min(first + steps, row.size())));
    break;
  }
  case '@':
    row.resize(std::max(row.size(), at_column_), " ");
    row.insert(row.begin() + static_cast<std::ptrdiff_t>(at_column_), steps, " ");
    row.resize(std::min(row.size(), columns_));
    break;
  default:
    complaint_ += "sequence " + std::string{parameters} + final + " ";
  }
}

std::vector<std::string> chat_screen::rows() const {
  std::vector<std::string> out;
  for (const auto& each : rows_)
    out.push_back(joined(each));
  return out;
}

std::size_t chat_screen::row_of_typing(std::string_view prompt) const {
  for (auto at = rows_.size(); at-- > 0;)
    if (joined(rows_[at]).starts_with(prompt.substr(0, prompt.find_last_not_of(' ') + 1)))
      return at;
  return rows_.size();
}

std::string chat_screen::typed_line(std::string_view prompt) const {
  std::string out;
  for (auto at = row_of_typing(prompt); at < rows_.size(); ++at)
    out += joined(rows_[at]);
  return out;
}

std::size_t chat_screen::typed_cursor(std::string_view prompt) const {
  return (at_row_ - std::min(row_of_typing(prompt), at_row_)) * columns_ + at_column_ + (wrap_next_ ? 1 : 0);
}

} // namespace atelier::test
