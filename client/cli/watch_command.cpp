#include "client/cli/commands.hpp"
#include "client/cli/watch_run.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

namespace {

constexpr double seconds_max = 1e9;

std::chrono::milliseconds to_length(double seconds) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

} // namespace

void add_watch_command(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* command = app.add_subcommand("watch", "Print what is drawn on a picture, as it happens");
  struct given {
    watch_options what;
    std::optional<double> length, until_idle;
    double retry = 60;
  };
  auto all = std::make_shared<given>();
  command->add_option("PICTURE", all->what.picture, "The picture's id or name")->required();
  command->add_option("--png", all->what.png, "Write the picture into this file at the end");
  command->add_option("--until-seq", all->what.until_seq, "End when op N has come");
  command->add_option("--for", all->length, "End after so many seconds")->check(CLI::Range(0.0, seconds_max));
  command->add_option("--until-idle", all->until_idle, "End when no op came for so many seconds")
      ->check(CLI::Range(0.0, seconds_max));
  command->add_option("--retry-for", all->retry, "Seconds for which a server may be away before this gives up")
      ->default_str("60")
      ->check(CLI::Range(0.0, 1e6));
  command->footer("Otherwise it ends with Ctrl-C. When the connection breaks off, it goes on after the last op.");
  command->callback([&, all] {
    chosen = [&, all] {
      if (all->length)
        all->what.length = to_length(*all->length);
      if (all->until_idle)
        all->what.until_idle = to_length(*all->until_idle);
      all->what.retry_max = to_length(all->retry);
      return watch_run{how, all->what}.run();
    };
  });
}

} // namespace atelier::cli
