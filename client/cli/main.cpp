#include "client/cli/commands.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/interrupt.hpp"
#include "protocol/server_messages.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <exception>

namespace {

int run(int argc, char** argv) {
  using namespace atelier;
  cli::settings how;
  cli::chosen_command chosen;
  CLI::App app{"Draw, talk and play on an Atelier server, and manage it.", "atelier"};
  app.fallthrough();
  app.require_subcommand(1);
  app.footer(cli::exit_codes_help);
  app.set_version_flag("--version", std::string{server_name});
  app.set_help_all_flag("--help-all", "Help on all commands");
  app.add_option("--connect", how.url, "The server: unix:PATH, tcp:HOST:PORT or ws://HOST:PORT/ws")
      ->envname("ATELIER_CONNECT")
      ->default_val("unix:./atelier-data/atelier.sock");
  app.add_flag("--json", how.json, "Print results as JSON, one value a line");
  app.add_flag("--quiet,-q", how.quiet, "No progress and no remarks");
  cli::add_server_commands(app, how, chosen);
  cli::add_picture_commands(app, how, chosen);
  cli::add_draw_command(app, how, chosen);
  cli::add_watch_command(app, how, chosen);
  cli::add_chat_command(app, how, chosen);
  cli::add_attachment_commands(app, how, chosen);
  cli::add_session_commands(app, how, chosen);
  cli::add_player_commands(app, how, chosen);
  cli::add_team_commands(app, how, chosen);
  cli::add_challenge_commands(app, how, chosen);
  cli::add_game_commands(app, how, chosen);
  cli::add_play_command(app, how, chosen);
  cli::add_feed_commands(app, how, chosen);
  cli::add_script_command(app, how, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? cli::exit_done : cli::exit_usage;
  }
  cli::watch_for_interrupt();
  const auto code = chosen();
  return cli::interrupted() ? cli::exit_interrupted : code;
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "atelier: %s\n", e.what());
    return atelier::cli::exit_usage;
  }
}
