#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace atelier {

/// A queue that holds no memory while it is empty and was never long: a `std::deque` takes 576 bytes from the start,
/// and a connection has four, nearly always empty.
template <class T>
class fifo {
public:
  [[nodiscard]] bool empty() const noexcept {
    return head_ == items_.size();
  }
  [[nodiscard]] std::size_t size() const noexcept {
    return items_.size() - head_;
  }
  [[nodiscard]] T& front() noexcept {
    return items_[head_];
  }
  [[nodiscard]] auto begin() noexcept {
    return items_.begin() + static_cast<std::ptrdiff_t>(head_);
  }
  [[nodiscard]] auto end() noexcept {
    return items_.end();
  }

  void push_back(T item) {
    items_.push_back(std::move(item));
  }

  void pop_front() {
    // Nothing may stay alive behind the head.
    items_[head_] = T{};
    ++head_;
    if (empty())
      clear();
    else if (2 * head_ >= items_.size() && head_ >= kept_max)
      drop_passed();
  }

  void clear() noexcept {
    head_ = 0;
    if (items_.capacity() > kept_max)
      items_ = std::vector<T>{};
    else
      items_.clear();
  }

  void erase(const T& item) {
    drop_passed();
    std::erase(items_, item);
  }

private:
  /// Room for so many items is kept while there are none.
  static constexpr std::size_t kept_max = 16;

  void drop_passed() {
    items_.erase(items_.begin(), begin());
    head_ = 0;
  }

  std::vector<T> items_;
  std::size_t head_ = 0;
};

} // namespace atelier
