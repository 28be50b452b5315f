#include "client/cli/acting.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/play_run.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

namespace {

constexpr double seconds_max = 1e6;

struct wanted_game {
  acting who;
  play::follower_settings what;
  std::optional<double> retry;
};

int follow(const settings& how, wanted_game& wanted) {
  if (wanted.what.joins && wanted.who.handle.empty())
    return report({client::fault_kind::misuse, "--join needs to know who plays; add --as HANDLE"});
  if (wanted.retry)
    wanted.what.retry_max = std::chrono::milliseconds{static_cast<std::int64_t>(*wanted.retry * 1000)};
  if (!wanted.who.handle.empty()) {
    // Before the loop, so that the passphrase is asked for where nothing else is shown.
    const auto made = client::connect(how.url);
    if (!made)
      return report(made.error());
    auto known = credentials(made->commands, wanted.who);
    if (!known)
      return report(known.error());
    wanted.what.credentials = std::move(*known);
  }
  return play::play_run{how, wanted.what}.run();
}

} // namespace

void add_play_command(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* command = app.add_subcommand("play", "Follow the games of a session, and play");
  auto wanted = std::make_shared<wanted_game>();
  command->add_option("SESSION", wanted->what.session, "The session's id or name")->required();
  add_acting(*command, wanted->who);
  command->add_flag("--join", wanted->what.joins, "Make it the session in which that player plays");
  command->add_flag("--once", wanted->what.once, "Show how the game stands, and end");
  command->add_flag("--follow,-f", wanted->what.follow, "Go on following when the input has ended");
  command
      ->add_option("--retry-for", wanted->retry,
                   "Seconds for which a server may be away before this gives up (60; on a terminal it never does)")
      ->check(CLI::Range(0.0, seconds_max));
  command->footer(
      "First it shows how the game stands, then a line for each event. A line that is typed or piped in is said,\n"
      "which is a guess in a game of guess; one that starts with a stroke is an action, such as\n"
      "/place_pixel x=3 y=4 colour=2, and /help lists more. Ctrl-D or /quit ends it, in a pipe the end of the input.\n"
      "When the connection breaks off, it goes on where it was.");
  command->callback([&, wanted] {
    chosen = [&, wanted] {
      return follow(how, *wanted);
    };
  });
}

} // namespace atelier::cli
