#pragma once

#include "storage/attachments/attachment_store.hpp"
#include "tests/storage/memory_file_system.hpp"

#include <doctest/doctest.h>
#include <set>

namespace atelier::test {

/// Bytes that are no image, different for each seed.
[[nodiscard]] inline bytes some_bytes(std::size_t size, unsigned seed = 1) {
  bytes content(size);
  for (std::size_t i = 0; i < size; ++i)
    content[i] = static_cast<std::byte>((i * 2'654'435'761U + seed * 40'503U) >> 11);
  return content;
}

/// A store of attachments on files in memory, which can be opened again as after a restart.
struct attachment_shelf {
  std::shared_ptr<memory_file_system> files = std::make_shared<memory_file_system>();
  limits bounds;
  wall_time now{std::chrono::hours{490'000}};
  /// What messages name.
  std::set<std::string> named;
  std::unique_ptr<attachment_store> store;

  attachment_shelf() {
    REQUIRE(files->create_folder("/data"));
    REQUIRE(files->sync_folder("/"));
    open();
  }

  result<void> try_open() {
    store.reset();
    files->now = now;
    auto opened = attachment_store::open(
        "/data/attachments", files, bounds,
        [this](const std::string& hash) -> result<bool> { return named.contains(hash); }, now);
    if (!opened)
      return tl::unexpected{opened.error()};
    store = std::move(*opened);
    return {};
  }
  void open() {
    const auto done = try_open();
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
  }

  result<std::uint64_t> begin(std::uint32_t id, const bytes& content) {
    return store->begin(transfer_id{id}, sha256_of(content), content.size(), now);
  }
  /// Writes a part of `content`, from `offset` on.
  result<void> write(std::uint32_t id, const bytes& content, std::uint64_t offset, std::size_t size) {
    files->now = now;
    return store->write(transfer_id{id}, offset, byte_view{content}.subspan(offset, size), now);
  }
  /// The whole of it, from wherever it can go on.
  result<attachment_note> upload(std::uint32_t id, const bytes& content, std::size_t chunk = 1000) {
    const auto offset = begin(id, content);
    if (!offset)
      return tl::unexpected{offset.error()};
    for (auto at = *offset; at < content.size(); at += chunk)
      if (auto done = write(id, content, at, std::min<std::size_t>(chunk, content.size() - at)); !done)
        return tl::unexpected{done.error()};
    return store->finish(transfer_id{id}, now);
  }

  /// What is kept, read part by part.
  result<bytes> read(const std::string& hash, bool thumbnail = false) {
    bytes all;
    for (;;) {
      const auto piece = store->read(hash, thumbnail, all.size());
      if (!piece)
        return tl::unexpected{piece.error()};
      if (piece->bytes->empty())
        return all;
      CHECK(piece->offset == all.size());
      append(all, *piece->bytes);
    }
  }

  [[nodiscard]] std::vector<std::string> partials() const {
    return files->below("/data/attachments/partial");
  }
  [[nodiscard]] std::vector<std::string> all_files() const {
    return files->below("/data/attachments");
  }
  void sweep() {
    while (store->sweep_next()) {
    }
  }
};

} // namespace atelier::test
