#pragma once

#include "storage/attachments/attachment_store.hpp"
#include "storage/storage.hpp"

#include <functional>
#include <mutex>

namespace atelier::test {

/// A data folder that keeps nothing and remembers what it was asked for. Any thread.
class fake_folder final : public data_folder {
public:
  /// Called before each commit with its number, from 1 on.
  std::function<void(int)> before_commit = [](int) {
  };
  /// The commit with this number fails.
  int failing_commit = 0;
  /// How often `tidy` says that there is more.
  int tidy_more = 0;
  /// Every write of a snapshot fails.
  bool snapshots_fail = false;

  /// The number of batches in each commit.
  std::vector<std::size_t> commits() {
    const std::lock_guard alone{mutex_};
    return commits_;
  }
  /// What was done with files, such as `write a/1-1.png`.
  std::vector<std::string> files() {
    const std::lock_guard alone{mutex_};
    return files_;
  }
  int tidied() {
    const std::lock_guard alone{mutex_};
    return tidied_;
  }

  result<recovered_state> recover() override {
    return recovered_state{};
  }
  result<void> commit(std::span<const std::vector<record>> batches) override {
    int number = 0;
    {
      const std::lock_guard alone{mutex_};
      commits_.push_back(batches.size());
      number = static_cast<int>(commits_.size());
    }
    before_commit(number);
    if (number == failing_commit)
      return failure(errc::storage_failure, "the disk is full");
    return {};
  }
  bool tidy() override {
    const std::lock_guard alone{mutex_};
    return ++tidied_ <= tidy_more;
  }
  result<std::unique_ptr<picture_archive>> archive() override {
    return failure(errc::internal_error, "a fake folder has no archive");
  }
  result<std::unique_ptr<chat_archive>> chats() override {
    return failure(errc::internal_error, "a fake folder has no chats");
  }
  result<std::unique_ptr<event_archive>> events() override {
    return failure(errc::internal_error, "a fake folder has no events");
  }
  result<std::unique_ptr<feed_archive>> feeds() override {
    return failure(errc::internal_error, "a fake folder has no feeds");
  }
  result<std::unique_ptr<attachment_store>> attachments(const limits&, wall_time) override {
    return failure(errc::storage_failure, "a fake folder keeps no attachments");
  }
  result<void> write_snapshot(const std::string& file, byte_view) override {
    const std::lock_guard alone{mutex_};
    files_.push_back("write " + file);
    if (snapshots_fail)
      return failure(errc::storage_failure, "can't write " + file);
    return {};
  }
  void remove_snapshot(const std::string& file) noexcept override {
    const std::lock_guard alone{mutex_};
    files_.push_back("remove " + file);
  }

private:
  std::mutex mutex_;
  std::vector<std::size_t> commits_;
  std::vector<std::string> files_;
  int tidied_ = 0;
};

/// A view of one colour.
class flat_view final : public picture_view {
public:
  flat_view(std::uint16_t width, std::uint16_t height, rgba colour) : width_{width}, height_{height}, colour_{colour} {}
  std::uint16_t width() const noexcept override {
    return width_;
  }
  std::uint16_t height() const noexcept override {
    return height_;
  }
  void copy_row(unsigned, std::span<rgba> out) const override {
    std::ranges::fill(out, colour_);
  }

private:
  std::uint16_t width_;
  std::uint16_t height_;
  rgba colour_;
};

} // namespace atelier::test
