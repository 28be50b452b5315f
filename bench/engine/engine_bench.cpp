#include "engine/engine.hpp"

#include <benchmark/benchmark.h>
#include <random>
#include <vector>

namespace atelier {

namespace {

constexpr picture_id picture{1};
constexpr std::uint16_t side = 1'000;
/// What one read of a busy client brings.
constexpr std::uint32_t ops_of_a_read = 64;

limits generous() {
  limits out;
  out.pixels_per_second = out.pixels_saved_max = std::uint64_t{1} << 40;
  return out;
}

recovered_state one_picture() {
  recovered_state out;
  out.srv_id = 1;
  out.epoch = 1;
  out.next_picture_id = picture_id{2};
  out.sessions.push_back({session_id{1}, "00000000-0000-4000-8000-000000000001", "lobby", "free", {}});
  out.pictures.push_back({{picture, "welcome", "atelier", side, side, session_id{1}, "welcome", "file", {}}, 0, {}});
  return out;
}

/// The engine with storage and workers that answer at once, and viewers who are always awake.
class engine_alone {
public:
  explicit engine_alone(std::uint32_t viewers) {
    for (std::uint32_t i = 1; i <= viewers; ++i) {
      give(connected{connection_id{i}, false});
      stream_requested wanted{connection_id{i}, mux_id{1}, {}};
      wanted.source.picture = picture;
      give(std::move(wanted));
    }
  }

  void give(auto&& input) {
    // Real time would let the engine flush as often as a slow machine can; so every input comes a microsecond later.
    now_.mono += std::chrono::microseconds{1};
    effects out;
    engine_.apply(std::forward<decltype(input)>(input), now_, out);
    for (auto& each : out)
      if (auto* batch = std::get_if<store_batch>(&each))
        give(committed{batch->ticket});
      else if (auto* load = std::get_if<load_picture>(&each)) {
        picture_loaded loaded{load->request, load->picture.id, 0, raster{side, side}, {}, {}};
        give(loaded);
      } else if (auto* encode = std::get_if<encode_view>(&each))
        give(view_encoded{encode->picture, encode->seq, std::make_shared<bytes>(1)});
      else if (auto* wake = std::get_if<wake_at>(&each); wake && wake->at <= now_.mono)
        give(tick{});
  }

private:
  engine engine_{generous(), one_picture()};
  instant now_{instant::clock::time_point{std::chrono::hours{1}}, {}};
};

using op_maker = void (*)(std::mt19937& dice, bytes& to);

std::uint16_t place(std::mt19937& dice) {
  return static_cast<std::uint16_t>(dice() % side);
}

rgba colour(std::mt19937& dice) {
  return {static_cast<std::uint8_t>(dice()), static_cast<std::uint8_t>(dice()), 40, 255};
}

void pixel(std::mt19937& dice, bytes& to) {
  encode(pixel_op{place(dice), place(dice), colour(dice)}, to);
}
void rect(std::mt19937& dice, bytes& to) {
  encode(rect_op{place(dice), place(dice), 10, 10, colour(dice)}, to);
}
void line(std::mt19937& dice, bytes& to) {
  const auto x = static_cast<std::int16_t>(place(dice)), y = static_cast<std::int16_t>(place(dice));
  const auto to_x = static_cast<std::int16_t>(x + 20), to_y = static_cast<std::int16_t>(y + 13);
  encode(line_op{{x, y}, {to_x, to_y}, 4, colour(dice)}, to);
}
void ellipse(std::mt19937& dice, bytes& to) {
  const auto x = static_cast<std::int16_t>(place(dice)), y = static_cast<std::int16_t>(place(dice));
  encode(ellipse_op{{x, y}, 10, 6, colour(dice)}, to);
}
void stroke(std::mt19937& dice, bytes& to) {
  bytes points;
  auto x = static_cast<std::int16_t>(place(dice)), y = static_cast<std::int16_t>(place(dice));
  for (int i = 0; i < 8; ++i) {
    store_le(points, x);
    store_le(points, y);
    x = static_cast<std::int16_t>(x + static_cast<int>(dice() % 13) - 6);
    y = static_cast<std::int16_t>(y + static_cast<int>(dice() % 13) - 6);
  }
  encode(stroke_op{6, colour(dice), points}, to);
}
void fill(std::mt19937& dice, bytes& to) {
  encode(fill_op{0, 0, colour(dice)}, to);
}

/// Items are ops; the argument is the number of viewers.
void apply_ops(benchmark::State& state, op_maker make) {
  engine_alone all{static_cast<std::uint32_t>(state.range(0))};
  std::mt19937 dice{1};
  // Enough of them to reach all parts of the picture, as busy clients do.
  std::vector<bytes> reads(1'000);
  for (auto& ops : reads)
    for (std::uint32_t i = 0; i < ops_of_a_read; ++i)
      make(dice, ops);
  client_seq_t next = 1;
  for (auto _ : state) {
    draws_received read;
    read.from = connection_id{1};
    read.batches.push_back({picture, next, ops_of_a_read, reads[next / ops_of_a_read % reads.size()], {}});
    all.give(std::move(read));
    next += ops_of_a_read;
  }
  state.SetItemsProcessed(state.iterations() * ops_of_a_read);
}
BENCHMARK_CAPTURE(apply_ops, pixel, pixel)->Arg(1)->Arg(10)->Arg(1'000)->ArgName("viewers");
BENCHMARK_CAPTURE(apply_ops, rect, rect)->Arg(10)->ArgName("viewers");
BENCHMARK_CAPTURE(apply_ops, line, line)->Arg(10)->ArgName("viewers");
BENCHMARK_CAPTURE(apply_ops, ellipse, ellipse)->Arg(10)->ArgName("viewers");
BENCHMARK_CAPTURE(apply_ops, stroke, stroke)->Arg(10)->ArgName("viewers");
BENCHMARK_CAPTURE(apply_ops, fill, fill)->Arg(10)->ArgName("viewers")->Unit(benchmark::kMillisecond);

} // namespace

} // namespace atelier
