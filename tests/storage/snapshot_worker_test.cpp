#include "storage/snapshot_worker.hpp"

#include "protocol/png.hpp"
#include "tests/storage/fake_folder.hpp"
#include "tests/storage/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr rgba red{255, 0, 0, 255};

shared_view view(rgba colour = red) {
  return std::make_shared<flat_view>(std::uint16_t{8}, std::uint16_t{4}, colour);
}

encode_view encoding(seq_t seq) {
  return {picture_id{1}, seq, view()};
}

write_snapshot writing(seq_t seq) {
  return {picture_id{1}, {picture_id{1}, 1, seq, "a/1-" + std::to_string(seq) + ".png"}, view()};
}

/// The kinds and numbers of the answers to all that waits, such as `e3 w5`.
std::string work_off(snapshot_worker& worker) {
  std::string done;
  while (!worker.idle()) {
    const auto answer = worker.work();
    if (const auto* encoded = std::get_if<view_encoded>(&answer))
      done += " e" + std::to_string(encoded->seq);
    else if (const auto* written = std::get_if<snapshot_written>(&answer))
      done += " w" + std::to_string(written->snapshot.seq);
    else if (const auto* decoded = std::get_if<png_decoded>(&answer))
      done += " d" + std::to_string(decoded->request);
    else
      done += " -";
  }
  return done;
}

struct fixture {
  fake_folder folder;
  snapshot_worker worker{folder, limits{}};

  void add(snapshot_job job) {
    static_cast<void>(worker.add(std::move(job)));
  }
};

} // namespace

TEST_CASE("a view is encoded as its pixels") {
  fixture at;
  CHECK(at.worker.add(encode_view{picture_id{3}, 17, view()}));
  const auto answer = at.worker.work();
  const auto& encoded = std::get<view_encoded>(answer);
  CHECK(encoded.picture == picture_id{3});
  CHECK(encoded.seq == 17);
  CHECK(decode_png(*encoded.png, 100) == image{8, 4, red});
}

TEST_CASE("a snapshot is written and answered with what it is") {
  fixture at;
  at.add(writing(5));
  const auto answer = at.worker.work();
  const auto& written = std::get<snapshot_written>(answer);
  CHECK(written.snapshot == writing(5).snapshot);
  CHECK_FALSE(written.failed);
  CHECK(at.folder.files() == std::vector<std::string>{"write a/1-5.png"});
}

TEST_CASE("a snapshot that can't be written is answered with the reason") {
  fixture at;
  at.folder.snapshots_fail = true;
  at.add(writing(5));
  const auto answer = at.worker.work();
  const auto& failed = std::get<snapshot_written>(answer).failed;
  REQUIRE(failed);
  CHECK(failed->code == errc::storage_failure);
}

TEST_CASE("an upload is decoded, and one that is too large or damaged is refused") {
  fixture at;
  limits narrow;
  narrow.picture_side_max = 7;
  snapshot_worker strict{at.folder, narrow};
  const auto png = std::make_shared<const bytes>(sample_png(8, 4, red));
  at.add(decode_upload{1, png});
  const auto good = std::get<png_decoded>(at.worker.work());
  REQUIRE(good.picture);
  CHECK(to_image(**good.picture) == image{8, 4, red});
  static_cast<void>(strict.add(decode_upload{2, png}));
  CHECK_FALSE(std::get<png_decoded>(strict.work()).picture);
  at.add(decode_upload{3, std::make_shared<const bytes>(10)});
  CHECK_FALSE(std::get<png_decoded>(at.worker.work()).picture);
}

TEST_CASE("views for joiners are encoded before what came earlier") {
  fixture at;
  at.add(writing(1));
  at.add(decode_upload{2, std::make_shared<const bytes>()});
  at.add(encoding(3));
  CHECK_FALSE(at.worker.add(encoding(4)));
  CHECK(work_off(at.worker) == " e3 e4 w1 d2");
}

TEST_CASE("a crowd of joiners does not put off a write for ever") {
  fixture at;
  at.add(writing(1));
  at.add(writing(2));
  for (seq_t seq = 10; seq < 20; ++seq)
    at.add(encoding(seq));
  CHECK(work_off(at.worker) == " e10 e11 e12 e13 w1 e14 e15 e16 e17 w2 e18 e19");
}

TEST_CASE("files are dropped in the order of the writes around them") {
  fixture at;
  at.add(writing(1));
  at.add(drop_snapshots{{"a/1-1.png", "b/1-1.png"}});
  at.add(writing(2));
  CHECK(work_off(at.worker) == " w1 - w2");
  CHECK(at.folder.files()
        == std::vector<std::string>{"write a/1-1.png", "remove a/1-1.png", "remove b/1-1.png", "write a/1-2.png"});
}

TEST_CASE("a worker that is stopped only drops files") {
  fixture at;
  at.add(writing(1));
  at.add(encoding(1));
  at.add(drop_snapshots{{"a/1-1.png"}});
  at.worker.stop();
  at.add(writing(2));
  at.add(drop_snapshots{{"b/1-1.png"}});
  CHECK(work_off(at.worker) == " - -");
  CHECK(at.folder.files() == std::vector<std::string>{"remove a/1-1.png", "remove b/1-1.png"});
}

TEST_CASE("a worker with nothing to do does nothing") {
  fixture at;
  CHECK(std::holds_alternative<std::monostate>(at.worker.work()));
}
