#include "manager/limit_options.hpp"

#include <chrono>
#include <CLI/CLI.hpp>
#include <cmath>

namespace atelier {

namespace {

constexpr const char* group = "Limits";
constexpr std::uint64_t kibibyte = 1024;
constexpr std::uint64_t gibibyte = 1024 * 1024 * kibibyte;

template <class Number>
void add_number(CLI::App& app, const char* name, Number& target, std::uint64_t least, std::uint64_t most,
                const char* help) {
  app.add_option(name, target, help)->check(CLI::Range(least, most))->capture_default_str()->group(group);
}

template <class Duration>
void add_duration(CLI::App& app, const char* name, Duration& target, double units_per_second, double least, double most,
                  const char* help) {
  const auto in_units = std::chrono::duration<double>{target}.count() * units_per_second;
  app.add_option_function<double>(
         name,
         [&target, units_per_second](double value) {
           const std::chrono::duration<double> seconds{value / units_per_second};
           target = std::chrono::round<Duration>(seconds);
         },
         help)
      ->check(CLI::Range(least, most))
      ->default_str(CLI::detail::to_string(in_units))
      ->type_name("NUMBER")
      ->group(group);
}

template <class Duration>
void add_seconds(CLI::App& app, const char* name, Duration& target, double least, double most, const char* help) {
  add_duration(app, name, target, 1, least, most, help);
}

std::string option_and_value(const char* name, std::uint64_t value) {
  return std::string{name} + " (" + std::to_string(value) + ")";
}

} // namespace

void add_limit_options(CLI::App& app, limits& bounds) {
  add_number(app, "--frame-bytes-max", bounds.frame_bytes_max, limits::op_bytes_max, gibibyte,
             "a client's frame or WebSocket message");
  add_number(app, "--http-body-bytes-max", bounds.http_body_bytes_max, kibibyte, gibibyte, "the body of a request");
  add_number(app, "--picture-side-max", bounds.picture_side_max, 1, 8192, "width and height of a picture, in pixels");
  add_number(app, "--pictures-max", bounds.pictures_max, 1, 10'000'000, "pictures on this server");
  add_number(app, "--attachment-bytes-max", bounds.attachment_bytes_max, 1, 4 * gibibyte - 1, "an attachment");
  add_number(app, "--attachments-bytes-max", bounds.attachments_bytes_max, 1, std::uint64_t{1} << 50,
             "all attachments together, on disk");
  add_number(app, "--connections-max", bounds.connections_max, 1, 10'000'000,
             "connections at once; the limit on open files lowers it");
  add_number(app, "--streams-max", bounds.streams_max, 1, 1'000'000, "streams at once on one connection");
  add_number(app, "--named-clients-max", bounds.named_clients_max, 1, 100'000'000,
             "clients that name themselves by a UUID and are remembered");
  add_number(app, "--pixels-per-second", bounds.pixels_per_second, bounds.slice_pixels, std::uint64_t{1} << 40,
             "pixels that one client may cover");
  add_number(app, "--pixels-saved-max", bounds.pixels_saved_max, 1, std::uint64_t{1} << 40,
             "pixels that an idle client may save up");
  add_number(app, "--backlog-bytes-max", bounds.backlog_bytes_max, 64 * kibibyte, gibibyte,
             "a viewer's backlog; past it, it gets a snapshot");
  add_number(app, "--log-bytes-max", bounds.log_bytes_max, 64 * kibibyte, 4 * gibibyte,
             "a picture's latest updates, kept in memory");
  add_number(app, "--outbox-bytes-max", bounds.outbox_bytes_max, 64 * kibibyte, gibibyte,
             "JSON that waits for a client");
  add_number(app, "--store-pending-bytes-max", bounds.store_pending_bytes_max, 1024 * kibibyte, 64 * gibibyte,
             "what waits for the disk; past it, clients wait");
  add_seconds(app, "--stall-seconds", bounds.stall_max, 0.1, 3600, "a client that takes nothing for so long is closed");
  add_seconds(app, "--handshake-seconds", bounds.handshake_max, 0.1, 3600, "for a request or handshake to be complete");
  add_seconds(app, "--http-idle-seconds", bounds.http_idle_max, 0.1, 86'400, "an HTTP connection without a request");
  add_seconds(app, "--snapshot-seconds", bounds.snapshot_interval, 1, 86'400,
              "how often a changed picture is written as PNG");
  add_seconds(app, "--shutdown-seconds", bounds.shutdown_max, 0.1, 3600, "how long a clean stop may take");
  add_duration(app, "--flush-milliseconds", bounds.flush_interval, 1e3, 0, 1000, "how long updates are gathered");
}

std::optional<std::string> contradiction_in(const limits& bounds) {
  if (bounds.backlog_bytes_max > bounds.log_bytes_max)
    return option_and_value("--backlog-bytes-max", bounds.backlog_bytes_max) + " must not be more than "
           + option_and_value("--log-bytes-max", bounds.log_bytes_max)
           + ": a viewer's backlog must still be in the picture's log";
  const auto largest = std::uint64_t{bounds.picture_side_max} * bounds.picture_side_max;
  if (bounds.pixels_saved_max < largest)
    return option_and_value("--pixels-saved-max", bounds.pixels_saved_max) + " must not be less than the "
           + std::to_string(largest) + " pixels of the largest picture, by "
           + option_and_value("--picture-side-max", bounds.picture_side_max) + ": nobody could ever fill it";
  return std::nullopt;
}

} // namespace atelier
