#include "bench/load/options.hpp"

#include <algorithm>
#include <array>
#include <CLI/CLI.hpp>
#include <limits>

namespace atelier::bench {

namespace {

constexpr int exit_done = 0;
constexpr double rate_max = 1e9;
constexpr std::string_view program = "atelier-bench-load";

template <class Kind>
struct named {
  std::string_view name;
  Kind kind;
  std::string_view summary;
};

constexpr std::array<named<scenario_kind>, 8> scenarios{{
    {"closed", scenario_kind::closed, "each sender keeps so many of its ops in flight"},
    {"open", scenario_kind::open, "ops are sent by a schedule, whatever comes back"},
    {"idle", scenario_kind::idle, "connections that do nothing: what they cost in memory"},
    {"joins", scenario_kind::joins, "newcomers join a large picture that others draw on"},
    {"many", scenario_kind::many, "many pictures, on each of which somebody draws now and then"},
    {"soak", scenario_kind::soak, "many, for a long time, with viewers who come and go"},
    {"durable", scenario_kind::durable, "ops until they are on disk"},
    {"feed", scenario_kind::feed, "a feed that is written, read whole, and heard by many"},
}};

constexpr std::array<named<dialect_kind>, 4> dialects{{
    {"atelier", dialect_kind::atelier, ""},
    {"raw", dialect_kind::raw, ""},
    {"nats", dialect_kind::nats, ""},
    {"socketio", dialect_kind::socketio, ""},
}};

template <class Table>
std::string names_in(const Table& table) {
  std::string list;
  for (const auto& each : table)
    list.append(list.empty() ? "" : &each == &table.back() ? " or " : ", ").append(each.name);
  return list;
}

template <class Table>
auto find_named(const Table& table, std::string_view name) {
  return std::ranges::find(table, name, [](const auto& each) { return each.name; });
}

template <class Table, class Kind>
std::string_view name_in(const Table& table, Kind kind) noexcept {
  return std::ranges::find(table, kind, [](const auto& each) { return each.kind; })->name;
}

std::string usage() {
  std::string text = "Usage: " + std::string{program} + " SCENARIO [OPTIONS], with --help for a scenario's options\n\n";
  for (const auto& each : scenarios)
    text.append("  ").append(each.name).append(10 - each.name.size(), ' ').append(each.summary).append("\n");
  return text;
}

tl::unexpected<early_exit> refuse(const std::string& why) {
  return tl::unexpected{early_exit{exit_usage, why}};
}

void add_common_options(CLI::App& app, options& to, std::string& dialect) {
  app.add_option("--port", to.port, "where the server listens on 127.0.0.1")->required()->check(CLI::Range(1, 65535));
  app.add_option("--dialect", dialect, names_in(dialects))->capture_default_str();
  app.add_option("--server-pid", to.server_pid, "the server's process, whose CPU and memory are told")
      ->check(CLI::Range(1, std::numeric_limits<int>::max()))
      ->required(to.scenario == scenario_kind::idle);
  app.add_option("--seconds", to.seconds, "how long is measured")->check(CLI::Range(0.001, 1e6))->capture_default_str();
  app.add_option("--warmup", to.warmup, "seconds before that")->check(CLI::Range(0.0, 1e6))->capture_default_str();
  app.add_option("--seed", to.seed, "of the noise on the picture that newcomers join")->capture_default_str();
  app.add_flag("--verbose", to.verbose, "say on stderr what is done");
  app.add_flag(
      "--sleep", to.sleep,
      "sleep where there is nothing to do, which leaves the core to others and makes the server pay for waking");
}

template <class Value>
void add_count(CLI::App& app, const char* name, Value& to, Value usual, Value least, Value most, const char* help) {
  to = usual;
  app.add_option(name, to, help)->check(CLI::Range(least, most))->capture_default_str();
}

void add_viewers(CLI::App& app, options& to, std::size_t usual, std::size_t least) {
  add_count<std::size_t>(app, "--viewers", to.viewers, usual, least, 100'000, "viewers of each picture or room");
}

void add_in_flight(CLI::App& app, options& to, std::uint32_t usual) {
  add_count<std::uint32_t>(app, "--in-flight", to.in_flight, usual, 1, 1'000'000,
                           "own ops of each sender on their way");
}

void add_rate(CLI::App& app, options& to, double usual, double least, const char* help) {
  add_count(app, "--rate", to.rate, usual, least, rate_max, help);
}

void add_picture(CLI::App& app, options& to) {
  app.add_option("--picture", to.picture, "id of an existing picture of at least 1000 x 1000, for the dialect atelier")
      ->check(CLI::PositiveNumber);
}

void add_pictures(CLI::App& app, options& to, std::size_t usual) {
  add_count<std::size_t>(app, "--pictures", to.pictures, usual, 1, 100'000, "pictures that are drawn on");
}

void add_scenario_options(CLI::App& app, options& to) {
  constexpr double rate_min = 0.001;
  constexpr const char* in_all = "ops a second, in all";
  switch (to.scenario) {
  case scenario_kind::closed:
    add_viewers(app, to, 100, 1);
    add_in_flight(app, to, 64);
    return add_picture(app, to);
  case scenario_kind::open:
    add_viewers(app, to, 100, 1);
    add_rate(app, to, 1000, rate_min, in_all);
    return add_picture(app, to);
  case scenario_kind::idle:
    add_count<std::size_t>(app, "--connections", to.connections, 10'000, 1, 1'000'000, "viewers of one room");
    return add_picture(app, to);
  case scenario_kind::joins:
    add_viewers(app, to, 50, 1);
    add_rate(app, to, 0, 0, "ops a second, in all; 0 is half of what the server takes");
    add_count<std::size_t>(app, "--newcomers", to.newcomers, 100, 1, 100'000, "who join one after another");
    return;
  case scenario_kind::many:
    add_pictures(app, to, 1000);
    add_viewers(app, to, 10, 1);
    return add_rate(app, to, 1000, rate_min, in_all);
  case scenario_kind::soak:
    to.seconds = 1800;
    add_pictures(app, to, 100);
    add_viewers(app, to, 10, 2);
    add_rate(app, to, 1000, rate_min, in_all);
    return add_count(app, "--churn", to.churn, 5.0, rate_min, 1000.0,
                     "viewers a second that leave for another to come");
  case scenario_kind::durable:
    add_count<std::size_t>(app, "--senders", to.senders, 10, 1, 10'000, "who draw and view");
    add_rate(app, to, 0, 0, "ops a second, in all; 0 is as fast as it goes, with --in-flight");
    add_in_flight(app, to, 1024);
    add_count<std::uint32_t>(app, "--ops-per-message", to.ops_per_message, 1, 1, 10'000, "ops in one DRAW");
    return add_picture(app, to);
  case scenario_kind::feed:
    add_viewers(app, to, 1000, 1);
    add_count<std::uint64_t>(app, "--messages", to.messages, 100'000, 1, 1'000'000, "that are stored and then read");
    return add_count<std::uint64_t>(app, "--live-messages", to.live_messages, 2'000, 1, 1'000'000,
                                    "that are then heard live by all viewers");
  }
}

/// Whether a scenario needs what only Atelier has.
bool only_atelier(scenario_kind kind) noexcept {
  return kind != scenario_kind::closed && kind != scenario_kind::open && kind != scenario_kind::idle;
}

} // namespace

std::string_view name_of(scenario_kind kind) noexcept {
  return name_in(scenarios, kind);
}

std::string_view name_of(dialect_kind kind) noexcept {
  return name_in(dialects, kind);
}

tl::expected<options, early_exit> parse_options(const std::vector<std::string>& arguments) {
  if (arguments.empty())
    return refuse("no scenario; there are " + names_in(scenarios));
  if (arguments.front() == "--help" || arguments.front() == "-h")
    return tl::unexpected{early_exit{exit_done, usage()}};
  const auto* const chosen = find_named(scenarios, arguments.front());
  if (chosen == scenarios.end())
    return refuse("'" + arguments.front() + "' is no scenario; there are " + names_in(scenarios));

  options result;
  result.scenario = chosen->kind;
  std::string dialect{name_of(dialect_kind::atelier)};
  CLI::App app{std::string{chosen->summary}, std::string{program} + " " + arguments.front()};
  add_scenario_options(app, result);
  add_common_options(app, result, dialect);
  try {
    app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend() - 1});
  } catch (const CLI::CallForHelp&) {
    return tl::unexpected{early_exit{exit_done, app.help()}};
  } catch (const CLI::Error& wrong) {
    return refuse(wrong.what());
  }
  const auto* const spoken = find_named(dialects, dialect);
  if (spoken == dialects.end())
    return refuse("--dialect is '" + dialect + "'; it must be " + names_in(dialects));
  if (spoken->kind != dialect_kind::atelier && only_atelier(result.scenario))
    return refuse("--dialect is '" + dialect + "'; " + arguments.front() + " needs pictures, so it must be atelier");
  if (spoken->kind != dialect_kind::atelier && result.picture != 0)
    return refuse("--picture is " + std::to_string(result.picture) + ", but --dialect " + dialect + " has no pictures");
  result.dialect = spoken->kind;
  return result;
}

} // namespace atelier::bench
