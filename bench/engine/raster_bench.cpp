#include "engine/pictures/raster_job.hpp"

#include <benchmark/benchmark.h>
#include <random>
#include <vector>

namespace atelier {

namespace {

constexpr rgba opaque{200, 30, 40, 255};
constexpr rgba clear{200, 30, 40, 128};

/// Items are ops; the counter `pixels` is what they covered.
void draw_all(benchmark::State& state, raster& on, const std::vector<op>& ops, const shared_image& patch = nullptr) {
  std::uint64_t pixels = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    pixels += draw(on, ops[next], patch).value_or(0);
    next = next + 1 == ops.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["pixels"] = benchmark::Counter(static_cast<double>(pixels), benchmark::Counter::kIsRate);
}

class numbers {
public:
  int below(int end) {
    return static_cast<int>(engine_() % static_cast<unsigned>(end));
  }
  point at(int side) {
    const auto x = static_cast<std::int16_t>(below(side));
    return {x, static_cast<std::int16_t>(below(side))};
  }
  point near(point from, int distance) {
    const auto x = static_cast<std::int16_t>(from.x + below(2 * distance + 1) - distance);
    return {x, static_cast<std::int16_t>(from.y + below(2 * distance + 1) - distance)};
  }

private:
  std::mt19937 engine_{1};
};

void pixel_ops(benchmark::State& state) {
  const auto side = static_cast<std::uint16_t>(state.range(0));
  raster picture{side, side};
  numbers random;
  std::vector<pixel_op> ops(65'536);
  for (auto& what : ops)
    what = {static_cast<std::uint16_t>(random.below(side)), static_cast<std::uint16_t>(random.below(side)),
            state.range(1) == 255 ? opaque : clear};
  std::size_t next = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(apply_pixel(picture, ops[next++ % ops.size()]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(pixel_ops)->ArgsProduct({{1'000, 4'096}, {255, 128}})->ArgNames({"side", "alpha"});

void pixel_jobs(benchmark::State& state) {
  raster picture{1'000, 1'000};
  numbers random;
  std::vector<op> ops;
  for (int i = 0; i < 4'096; ++i) {
    const auto [x, y] = random.at(1'000);
    ops.emplace_back(pixel_op{static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y), clear});
  }
  draw_all(state, picture, ops);
}
BENCHMARK(pixel_jobs);

void rects(benchmark::State& state) {
  const auto side = static_cast<std::uint16_t>(state.range(0));
  raster picture{4'096, 4'096};
  draw_all(state, picture, {rect_op{0, 0, side, side, state.range(1) == 255 ? opaque : clear}});
}
BENCHMARK(rects)->ArgsProduct({{8, 100, 4'096}, {255, 128}})->ArgNames({"side", "alpha"});

void ellipses(benchmark::State& state) {
  const auto radius = static_cast<std::uint16_t>(state.range(0));
  raster picture{4'096, 4'096};
  draw_all(state, picture, {ellipse_op{{2'048, 2'048}, radius, radius, clear}});
}
BENCHMARK(ellipses)->Arg(5)->Arg(100)->Arg(2'000)->ArgName("radius");

void lines(benchmark::State& state) {
  raster picture{4'096, 4'096};
  numbers random;
  std::vector<op> ops;
  for (int i = 0; i < 1'024; ++i) {
    const auto from = random.at(4'096);
    ops.emplace_back(line_op{from, random.near(from, static_cast<int>(state.range(0))),
                             static_cast<std::uint8_t>(state.range(1)), clear});
  }
  draw_all(state, picture, ops);
}
BENCHMARK(lines)->ArgsProduct({{10, 500}, {1, 5, 50}})->ArgNames({"length", "width"});

void longest_line(benchmark::State& state) {
  raster picture{4'096, 4'096};
  draw_all(state, picture, {line_op{{-32'768, -32'768}, {32'767, 32'766}, 255, clear}});
}
BENCHMARK(longest_line);

bytes walk(int points, int distance, numbers& random) {
  bytes raw;
  point at = random.at(1'000);
  for (int i = 0; i < points; ++i) {
    store_le(raw, at.x);
    store_le(raw, at.y);
    at = random.near(at, distance);
  }
  return raw;
}

void strokes(benchmark::State& state) {
  raster picture{4'096, 4'096};
  numbers random;
  std::vector<bytes> raw;
  std::vector<op> ops;
  raw.reserve(256);
  ops.reserve(256);
  for (int i = 0; i < 256; ++i)
    raw.push_back(walk(static_cast<int>(state.range(0)), 12, random));
  for (const auto& points : raw)
    ops.emplace_back(stroke_op{static_cast<std::uint8_t>(state.range(1)), clear, points});
  draw_all(state, picture, ops);
}
BENCHMARK(strokes)->ArgsProduct({{4, 100}, {1, 8, 60}})->ArgNames({"points", "width"});

/// Time for each row of a line, by a stroke whose cost is nothing else: the worst that 256 KiB can ask for.
void crossing_strokes(benchmark::State& state) {
  raster picture{4'096, 4'096};
  bytes raw;
  for (int i = 0; i < 1'000; ++i) {
    store_le(raw, static_cast<std::int16_t>(i * 4 % 4'096));
    store_le<std::int16_t>(raw, i % 2 == 0 ? -100 : 5'000);
  }
  const op what = stroke_op{static_cast<std::uint8_t>(state.range(0)), clear, raw};
  std::uint64_t spent = 0;
  for (auto _ : state) {
    auto job = raster_job::start(what, picture);
    while (!job->done())
      spent += job->step(picture, 524'288);
  }
  state.counters["spent"] = benchmark::Counter(static_cast<double>(spent), benchmark::Counter::kIsRate);
}
BENCHMARK(crossing_strokes)->Arg(1)->Arg(255)->ArgName("width")->Unit(benchmark::kMillisecond);

void start_of_longest_stroke(benchmark::State& state) {
  raster picture{4'096, 4'096};
  numbers random;
  const auto raw = walk(65'000, 400, random);
  const op what = stroke_op{9, clear, raw};
  for (auto _ : state)
    benchmark::DoNotOptimize(raster_job::start(what, picture)->cost());
}
BENCHMARK(start_of_longest_stroke)->Unit(benchmark::kMicrosecond);

/// Fills back and forth; `spent` by second is what a slice's pixels stand for.
void fill_whole(benchmark::State& state, const image& start) {
  raster picture{start};
  std::uint64_t spent = 0, pixels = 0;
  bool red = false;
  for (auto _ : state) {
    red = !red;
    auto job = raster_job::start(fill_op{0, 0, red ? opaque : rgba{9, 9, 9, 255}}, picture);
    while (!job->done())
      spent += job->step(picture, 524'288);
    pixels += job->covered();
  }
  state.counters["pixels"] = benchmark::Counter(static_cast<double>(pixels), benchmark::Counter::kIsRate);
  state.counters["spent"] = benchmark::Counter(static_cast<double>(spent), benchmark::Counter::kIsRate);
}

void fill_white(benchmark::State& state) {
  fill_whole(state, image{4'096, 4'096});
}
BENCHMARK(fill_white)->Unit(benchmark::kMillisecond);

void fill_noise(benchmark::State& state) {
  image noise{4'096, 4'096};
  numbers random;
  for (auto& pixel : noise.pixels)
    if (random.below(100) < state.range(0))
      pixel = {0, 0, 0};
  noise.at(0, 0) = white;
  fill_whole(state, noise);
}
BENCHMARK(fill_noise)->Arg(5)->Arg(30)->Arg(40)->ArgName("percent")->Unit(benchmark::kMillisecond);

/// One corridor of a pixel's width that goes up and down, or left and right, through the whole picture.
void fill_corridor(benchmark::State& state) {
  const bool upright = state.range(0) != 0;
  image maze{4'096, 4'096};
  for (unsigned y = 0; y < maze.height; ++y)
    for (unsigned x = 0; x < maze.width; ++x) {
      const auto across = upright ? x : y, along = upright ? y : x;
      if (across % 2 == 1 && along != (across % 4 == 1 ? 4'095u : 0u))
        maze.at(x, y) = {0, 0, 0};
    }
  fill_whole(state, maze);
}
BENCHMARK(fill_corridor)->Arg(0)->Arg(1)->ArgName("upright")->Unit(benchmark::kMillisecond);

/// A corridor that winds within each tile before it goes on.
void fill_winding(benchmark::State& state) {
  image maze{4'096, 4'096};
  for (unsigned y = 0; y < maze.height; ++y)
    for (unsigned x = 0; x < maze.width; ++x) {
      const bool wall = x % 2 == 1 && y % 64 != (x % 4 == 1 ? 62u : 0u);
      const bool floor = y % 64 == 63 && x != (y % 128 == 63 ? 4'094u : 0u);
      if (wall || floor)
        maze.at(x, y) = {0, 0, 0};
    }
  fill_whole(state, maze);
}
BENCHMARK(fill_winding)->Unit(benchmark::kMillisecond);

void patches(benchmark::State& state) {
  const auto side = static_cast<std::uint16_t>(state.range(0));
  raster picture{4'096, 4'096};
  const auto pixels = std::make_shared<const image>(side, side, clear);
  draw_all(state, picture, {patch_op{100, 100, side, side, {}}}, pixels);
}
BENCHMARK(patches)->Arg(16)->Arg(256)->ArgName("side");

void view_and_first_write(benchmark::State& state) {
  const auto side = static_cast<std::uint16_t>(state.range(0));
  raster picture{side, side};
  for (auto _ : state) {
    benchmark::DoNotOptimize(picture.view());
    picture.blend(1, 1, clear);
  }
}
BENCHMARK(view_and_first_write)->Arg(1'000)->Arg(4'096)->ArgName("side");

void image_to_raster(benchmark::State& state) {
  const auto side = static_cast<std::uint16_t>(state.range(0));
  const image from{side, side, opaque};
  for (auto _ : state)
    benchmark::DoNotOptimize(raster{from});
}
BENCHMARK(image_to_raster)->Arg(1'000)->Arg(4'096)->ArgName("side")->Unit(benchmark::kMillisecond);

void whole_view_to_image(benchmark::State& state) {
  raster picture{image{1'000, 1'619, opaque}};
  const auto view = picture.view();
  for (auto _ : state)
    benchmark::DoNotOptimize(to_image(*view));
}
BENCHMARK(whole_view_to_image)->Unit(benchmark::kMillisecond);

} // namespace

} // namespace atelier
