#include "client/cli/chat_run.hpp"
#include "client/cli/commands.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

namespace {

constexpr double seconds_max = 1e6;

} // namespace

void add_chat_command(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* command = app.add_subcommand("chat", "Read and write in the chat of a session");
  struct given {
    chat::chat_options what;
    std::optional<double> retry;
  };
  auto all = std::make_shared<given>();
  command->add_option("SESSION", all->what.session, "The session's id or name")->required();
  command
      ->add_option("--history", all->what.past_shown,
                   "Show the last N messages first (20 on a terminal, otherwise none)")
      ->check(CLI::Range(std::size_t{0}, client::chat_stream::kept_max));
  command->add_flag("--follow,-f", all->what.follow, "Go on reading when the input has ended");
  command
      ->add_option("--retry-for", all->retry,
                   "Seconds for which a server may be away before this gives up (60; on a terminal it never does)")
      ->check(CLI::Range(0.0, seconds_max));
  command->footer(
      "On a terminal, lines that start with a dot are commands; .usage lists them. Ctrl-D or .quit ends it.\n"
      "Otherwise each line of the input is said, and each message that comes is printed as one line; it "
      "ends when the\ninput has ended and the server has taken everything. When the connection breaks off, "
      "it goes on where it was.\nFiles that others send are put into ./files, images into ./images, never over one "
      "that is there.");
  command->callback([&, all] {
    chosen = [&, all] {
      if (all->retry)
        all->what.retry_max = std::chrono::milliseconds{static_cast<std::int64_t>(*all->retry * 1000)};
      return chat::chat_run{how, all->what}.run();
    };
  });
}

} // namespace atelier::cli
