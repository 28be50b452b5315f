#include "storage/attachments/attachment_store.hpp"

#include "storage/attachments/image_format.hpp"

namespace atelier {

namespace {

constexpr std::size_t rehashed_bytes = 1024 * 1024;

error no_such_transfer(transfer_id id) {
  return {errc::not_found, "there is no transfer " + std::to_string(id.value)};
}

attachment_note note_of(const std::string& hash, std::uint64_t size, const recognised& as) {
  return {hash, {}, size, as.media_type, as.size.width, as.size.height};
}

} // namespace

result<std::unique_ptr<attachment_store>> attachment_store::open(std::filesystem::path root,
                                                                 std::shared_ptr<file_system> files,
                                                                 const limits& bounds, kept_attachments::is_named named,
                                                                 wall_time now) {
  std::unique_ptr<attachment_store> store{
      new attachment_store{attachment_paths{std::move(root)}, std::move(files), bounds, std::move(named)}};
  if (auto done = store->prepare(now); !done)
    return tl::unexpected{done.error()};
  return store;
}

result<void> attachment_store::prepare(wall_time now) {
  for (const auto& folder : {paths_.root(), paths_.partials()}) {
    if (const auto made = files_->create_folder(folder); !made)
      return tl::unexpected{made.error()};
    if (auto named = files_->sync_folder(folder.parent_path()); !named)
      return named;
  }
  if (auto found = find_partials(); !found)
    return found;
  expire(now);
  return kept_.find_folders();
}

result<void> attachment_store::find_partials() {
  const auto found = files_->list(paths_.partials());
  if (!found)
    return tl::unexpected{found.error()};
  for (const auto& entry : *found) {
    const auto file = paths_.partials() / entry.name;
    if (hash_of_thumbnail(entry.name))
      static_cast<void>(files_->remove(file));
    const auto name = parse_partial_name(entry.name);
    if (!name)
      continue;
    const auto about = files_->look(file);
    if (!about)
      return tl::unexpected{about.error()};
    if (!*about)
      continue;
    idle_.add({*name, (*about)->bytes, (*about)->changed_at});
    taken_.change(0, (*about)->bytes);
  }
  return {};
}

std::optional<error> attachment_store::wrong_with(const std::string& hash, std::uint64_t size) const {
  if (!is_content_hash(hash))
    return error{errc::bad_data, "\"" + hash + "\" is no SHA-256; it must be 64 hexadecimal digits in lower case"};
  if (size == 0 || size > bounds_.attachment_bytes_max)
    return error{errc::bad_data, "an attachment has " + std::to_string(size) + " bytes; it must have 1 to "
                                     + std::to_string(bounds_.attachment_bytes_max)};
  return std::nullopt;
}

result<std::uint64_t> attachment_store::begin(transfer_id id, const std::string& hash, std::uint64_t size,
                                              wall_time now) {
  expire(now);
  if (auto why = wrong_with(hash, size))
    return tl::unexpected{std::move(*why)};
  if (transfers_.contains(id))
    return failure(errc::internal_error, "transfer " + std::to_string(id.value) + " has begun already");
  auto started = start(hash, size);
  if (!started)
    return tl::unexpected{started.error()};
  const auto offset = started->written;
  transfers_.emplace(id, std::move(*started));
  return offset;
}

result<attachment_store::transfer> attachment_store::start(const std::string& hash, std::uint64_t size) {
  transfer fresh;
  fresh.hash = hash;
  fresh.bytes = size;
  const auto kept = kept_.contains(hash, size);
  if (!kept)
    return tl::unexpected{kept.error()};
  if (*kept) {
    kept_.protect(hash);
    fresh.written = size;
    return fresh;
  }
  if (const auto earlier = idle_.take(hash, size)) {
    if (auto done = go_on_from(*earlier, fresh); !done) {
      drop(earlier->name, earlier->bytes);
      return tl::unexpected{done.error()};
    }
  } else {
    fresh.partial = idle_.new_name(hash);
  }
  if (auto room = make_room(stored_bytes::of(size) - stored_bytes::of(fresh.written), size); !room) {
    drop(*fresh.partial, fresh.written);
    return tl::unexpected{room.error()};
  }
  return fresh;
}

result<void> attachment_store::go_on_from(const idle_partial& what, transfer& into) {
  while (into.written < what.bytes) {
    const auto part = files_->read_part(path_of(what.name), into.written, rehashed_bytes);
    if (!part)
      return tl::unexpected{part.error()};
    if (part->empty())
      return failure(errc::storage_failure, path_of(what.name).string() + " is shorter than it was");
    into.sum.add(*part);
    into.written += part->size();
  }
  into.partial = what.name;
  return {};
}

result<void> attachment_store::make_room(std::uint64_t more, std::uint64_t size) {
  const auto most = bounds_.attachments_bytes_max;
  std::uint64_t idle = 0;
  for (const auto& each : idle_.all())
    idle += stored_bytes::of(each.bytes);
  if (taken_.total() - idle + more > most)
    return failure(errc::storage_failure, "there is no room for an attachment of " + std::to_string(size)
                                              + " bytes: all of them take " + std::to_string(taken_.total() - idle)
                                              + " bytes, and may take " + std::to_string(most));
  while (taken_.total() + more > most)
    if (const auto oldest = idle_.take_oldest())
      drop(oldest->name, oldest->bytes);
  return {};
}

std::optional<error> attachment_store::wrong_with(const transfer& what, std::uint64_t offset, byte_view piece) const {
  if (offset != what.written)
    return error{errc::bad_data, "a chunk is for offset " + std::to_string(offset) + "; the next one must be for "
                                     + std::to_string(what.written)};
  if (piece.size() > what.bytes - what.written)
    return error{errc::bad_data, "a chunk goes as far as " + std::to_string(offset + piece.size())
                                     + "; the attachment was announced with " + std::to_string(what.bytes) + " bytes"};
  return std::nullopt;
}

result<void> attachment_store::write(transfer_id id, std::uint64_t offset, byte_view piece, wall_time now) {
  const auto found = transfers_.find(id);
  if (found == transfers_.end())
    return tl::unexpected{no_such_transfer(id)};
  auto& what = found->second;
  if (auto why = wrong_with(what, offset, piece)) {
    leave(id, false, now);
    return tl::unexpected{std::move(*why)};
  }
  if (piece.empty())
    return {};
  const auto written = what.written + piece.size();
  auto done = make_room(stored_bytes::of(written) - stored_bytes::of(what.written), what.bytes);
  if (done)
    done = files_->append(path_of(*what.partial), piece);
  if (!done) {
    leave(id, true, now);
    return done;
  }
  what.sum.add(piece);
  taken_.change(what.written, written);
  what.written = written;
  return {};
}

result<attachment_note> attachment_store::finish(transfer_id id, wall_time now) {
  auto ended = transfers_.extract(id);
  if (ended.empty())
    return tl::unexpected{no_such_transfer(id)};
  auto& what = ended.mapped();
  if (!what.partial)
    return kept_.note(what.hash, what.bytes);
  if (what.written < what.bytes) {
    set_aside(what, now);
    return failure(errc::bad_data, "transfer " + std::to_string(id.value) + " has " + std::to_string(what.written)
                                       + " bytes of the " + std::to_string(what.bytes) + " that were announced");
  }
  auto note = check_and_place(what);
  drop(*what.partial, what.written);
  return note;
}

result<attachment_note> attachment_store::check_and_place(transfer& what) {
  if (const auto sum = what.sum.finish(); sum != what.hash)
    return failure(errc::bad_data, "the SHA-256 of what came is " + sum + "; " + what.hash + " was announced");
  // Another transfer may have been faster.
  if (const auto kept = kept_.contains(what.hash, what.bytes); !kept || *kept)
    return kept ? kept_.note(what.hash, what.bytes) : tl::unexpected{kept.error()};
  const auto file = path_of(*what.partial);
  if (auto safe = files_->sync(file); !safe)
    return tl::unexpected{safe.error()};
  const auto as = look_at(file);
  if (!as)
    return tl::unexpected{as.error()};
  if (auto placed = kept_.place(file, what.hash, as->thumbnail); !placed)
    return tl::unexpected{placed.error()};
  return note_of(what.hash, what.bytes, *as);
}

result<recognised> attachment_store::look_at(const std::filesystem::path& file) {
  const auto head = files_->read_part(file, 0, image_head_bytes);
  if (!head)
    return tl::unexpected{head.error()};
  if (!format_of(*head))
    return recognised{};
  return files_->read(file).and_then([](const bytes& content) { return recognise(content); });
}

result<attachment_note> attachment_store::keep(byte_view content) {
  auto hash = sha256_of(content);
  if (auto why = wrong_with(hash, content.size()))
    return tl::unexpected{std::move(*why)};
  if (const auto kept = kept_.contains(hash, content.size()); !kept || *kept)
    return kept ? kept_.note(hash, content.size()) : tl::unexpected{kept.error()};
  const auto as = recognise(content);
  if (!as)
    return tl::unexpected{as.error()};
  if (auto room = make_room(stored_bytes::of(content.size()), content.size()); !room)
    return tl::unexpected{room.error()};
  const auto partial = idle_.new_name(hash);
  taken_.change(0, content.size());
  auto done = files_->write(path_of(partial), content);
  if (done)
    done = kept_.place(path_of(partial), hash, as->thumbnail);
  drop(partial, content.size());
  if (!done)
    return tl::unexpected{done.error()};
  return note_of(hash, content.size(), *as);
}

void attachment_store::leave(transfer_id id, bool throw_away, wall_time now) {
  const auto ended = transfers_.extract(id);
  if (ended.empty() || !ended.mapped().partial)
    return;
  const auto& what = ended.mapped();
  throw_away ? drop(*what.partial, what.written) : set_aside(what, now);
  expire(now);
}

void attachment_store::set_aside(const transfer& what, wall_time now) {
  if (what.written > 0)
    idle_.add({*what.partial, what.written, now});
}

void attachment_store::expire(wall_time now) {
  for (const auto& each : idle_.take_overdue(now))
    drop(each.name, each.bytes);
}

void attachment_store::drop(const partial_name& what, std::uint64_t size) {
  // What can't be removed is found by the next run.
  static_cast<void>(files_->remove(path_of(what)));
  taken_.change(size, 0);
}

} // namespace atelier
