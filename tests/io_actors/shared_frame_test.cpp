#include "io_actors/shared_frame.hpp"

#include "protocol/websocket_frames.hpp"

#include <doctest/doctest.h>
#include <new>
#include <thread>

using namespace atelier;

namespace {

void stream_header(bytes& to, frame_kind kind, std::size_t body_bytes) {
  append(to, frame_header(kind, body_bytes));
}

void websocket_header(bytes& to, frame_kind, std::size_t body_bytes) {
  append_websocket_header(to, websocket_opcode::binary, body_bytes);
}

std::shared_ptr<const runtime::log_tail> tail_of(std::string_view text) {
  const auto log = std::make_shared<runtime::shared_log>(1'000'000);
  log->append(as_byte_view(text), 1);
  return runtime::make_log_tail(1, log, {0}, log->end(), 1'000'000);
}

bytes framed(frame_header_writer append_header, std::string_view body) {
  bytes out;
  append_header(out, frame_kind::blocks, body.size());
  append(out, as_byte_view(body));
  return out;
}

bytes frame_of(const runtime::log_tail& tail, frame_header_writer append_header) {
  const auto frame = shared_frame(tail, append_header);
  return {frame.begin(), frame.end()};
}

} // namespace

TEST_CASE("tails are framed for either transport, in any order, on any thread") {
  const auto one = tail_of("one");
  const auto two = tail_of(std::string(70'000, '2'));
  const auto check_all = [&] {
    for (auto round = 0; round < 2; ++round)
      for (const auto& [tail, body] :
           {std::pair{one, std::string{"one"}}, {two, std::string(70'000, '2')}, {one, "one"}}) {
        CHECK(frame_of(*tail, stream_header) == framed(stream_header, body));
        CHECK(frame_of(*tail, websocket_header) == framed(websocket_header, body));
        CHECK(frame_of(*tail, websocket_header) == framed(websocket_header, body));
      }
  };
  check_all();
  std::thread{check_all}.join();
}

TEST_CASE("a frame is laid out once for all who are written to in turn") {
  static int laid_out = 0;
  const frame_header_writer counting = [](bytes& to, frame_kind kind, std::size_t body_bytes) {
    ++laid_out;
    stream_header(to, kind, body_bytes);
  };
  std::thread{[&] {
    const auto tail = tail_of("shared");
    for (auto viewer = 0; viewer < 3; ++viewer) {
      (void)shared_frame(*tail, counting);
      (void)shared_frame(*tail, websocket_header);
    }
    CHECK(laid_out == 1);
    (void)shared_frame(*tail_of("another"), counting);
    CHECK(laid_out == 2);
  }}.join();
}

TEST_CASE("a frame that could not be laid out is laid out anew") {
  static bool fails = true;
  const frame_header_writer failing = [](bytes& to, frame_kind kind, std::size_t body_bytes) {
    stream_header(to, kind, body_bytes);
    if (fails)
      throw std::bad_alloc{};
  };
  std::thread{[&] {
    const auto tail = tail_of("whole");
    CHECK_THROWS_AS((void)shared_frame(*tail, failing), std::bad_alloc);
    fails = false;
    CHECK(frame_of(*tail, failing) == framed(stream_header, "whole"));
  }}.join();
}
