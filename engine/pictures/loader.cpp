#include "engine/pictures/loader.hpp"

#include "engine/pictures/raster_job.hpp"
#include "protocol/blocks.hpp"

#include <limits>
#include <string>

namespace atelier {

namespace {

result<void> draw_again(raster& on, const op& value) {
  if (const auto* pixel = std::get_if<pixel_op>(&value)) {
    apply_pixel(on, *pixel);
    return {};
  }
  shared_image patch;
  if (const auto* encoded = std::get_if<patch_op>(&value)) {
    auto decoded = decode_patch(*encoded);
    if (!decoded)
      return tl::unexpected{decoded.error()};
    patch = std::make_shared<image>(std::move(*decoded));
  }
  auto job = raster_job::start(value, on, patch);
  if (!job)
    return tl::unexpected{job.error()};
  while (!job->done())
    job->step(on, std::numeric_limits<std::uint32_t>::max());
  return {};
}

/// Draws the ops of a stored row that come after `seq`, up to `until`, and moves `seq` on.
result<void> draw_row(raster& on, const ops_record& row, seq_t& seq, seq_t until) {
  byte_view rest{row.runs};
  auto number = row.first_seq;
  while (!rest.empty()) {
    const auto next = take_run(rest);
    if (!next)
      return tl::unexpected{next.error()};
    byte_view ops = next->ops;
    for (unsigned i = 0; i < next->count; ++i, ++number) {
      const auto decoded = decode_op(ops);
      if (!decoded)
        return tl::unexpected{decoded.error()};
      ops = ops.subspan(decoded->size);
      if (number <= seq)
        continue;
      if (number > until)
        return {};
      if (number != seq + 1)
        return failure(errc::picture_problem, "the log has no op " + std::to_string(seq + 1));
      if (auto drawn = draw_again(on, decoded->value); !drawn)
        return drawn;
      seq = number;
    }
  }
  return {};
}

result<void> fill_in(picture_archive& archive, const load_picture& what, picture_loaded& out) {
  const auto until = what.until.value_or(std::numeric_limits<std::int64_t>::max());
  auto snapshot = archive.newest_snapshot(what.picture.id, until);
  if (!snapshot)
    return tl::unexpected{snapshot.error()};
  if (*snapshot) {
    auto& [record, pixels] = **snapshot;
    if (pixels.width != what.picture.width || pixels.height != what.picture.height)
      return failure(errc::picture_problem, "the snapshot " + record.file + " has another size than its picture");
    out.seq = record.seq;
    out.pixels.emplace(pixels);
  } else {
    out.pixels.emplace(what.picture.width, what.picture.height);
  }
  result<void> drawn;
  auto read = archive.read_ops(what.picture.id, out.seq, [&](const ops_record& row) {
    drawn = draw_row(*out.pixels, row, out.seq, until);
    return drawn && out.seq < until;
  });
  if (!read)
    return read;
  if (!drawn)
    return drawn;
  auto numbers = archive.client_seqs(what.picture.id);
  if (!numbers)
    return tl::unexpected{numbers.error()};
  out.client_seqs = std::move(*numbers);
  return {};
}

} // namespace

picture_loaded rebuild(picture_archive& archive, const load_picture& what) {
  picture_loaded out;
  out.request = what.request;
  out.picture = what.picture.id;
  if (auto done = fill_in(archive, what, out); !done) {
    out.pixels.reset();
    out.failed = error{errc::picture_problem, "picture " + std::to_string(what.picture.id.value)
                                                  + " could not be rebuilt: " + done.error().message};
  }
  return out;
}

} // namespace atelier
