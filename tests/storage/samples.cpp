#include "tests/storage/samples.hpp"

#include "protocol/png.hpp"

#include <doctest/doctest.h>

namespace atelier::test {

wall_time sample_time() {
  using namespace std::chrono;
  return sys_days{2026y / November / 20d} + 21h + 14min + 3s + 120ms;
}

picture_record sample_picture(std::uint32_t id, std::uint16_t width, std::uint16_t height) {
  picture_record picture;
  picture.id = picture_id{id};
  picture.name = "Über den Wolken";
  picture.created_by = "ada";
  picture.width = width;
  picture.height = height;
  picture.folder = "folder-" + std::to_string(id);
  picture.created_at = sample_time();
  return picture;
}

ops_record sample_ops(picture_id picture, seq_t first, seq_t last, std::size_t padding) {
  ops_record ops{picture, first, last, {}, {{author_id{9}, static_cast<client_seq_t>(last)}}};
  store_le(ops.runs, first);
  store_le(ops.runs, last);
  ops.runs.resize(ops.runs.size() + padding, std::byte{0x5a});
  return ops;
}

bytes sample_png(std::uint16_t width, std::uint16_t height, rgba colour) {
  return encode_png(image{width, height, colour});
}

std::unique_ptr<sqlite_folder> open_folder(const std::filesystem::path& path, const folder_options& options) {
  auto folder = sqlite_folder::open(path, sample_time(), options);
  if (!folder)
    FAIL(folder.error().message);
  return std::move(*folder);
}

recovered_state recover(data_folder& folder) {
  auto state = folder.recover();
  if (!state)
    FAIL(state.error().message);
  return std::move(*state);
}

std::unique_ptr<picture_archive> open_archive(data_folder& folder) {
  auto archive = folder.archive();
  if (!archive)
    FAIL(archive.error().message);
  return std::move(*archive);
}

result<void> commit(data_folder& folder, std::vector<record> records) {
  const std::vector<std::vector<record>> batches{std::move(records)};
  return folder.commit(batches);
}

std::vector<ops_record> read_all_ops(picture_archive& archive, picture_id picture, seq_t after) {
  std::vector<ops_record> found;
  const auto done = archive.read_ops(picture, after, [&](const ops_record& ops) {
    found.push_back(ops);
    return true;
  });
  if (!done)
    FAIL(done.error().message);
  return found;
}

} // namespace atelier::test
