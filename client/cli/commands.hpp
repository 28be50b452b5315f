#pragma once

#include "client/cli/session.hpp"

#include <CLI/App.hpp>
#include <functional>

namespace atelier::cli {

/// What the chosen command does; gives the exit code. Empty until one is chosen.
using chosen_command = std::function<int()>;

// Each adds a group of commands. `how` is filled in when the command is run and outlives the application.
void add_server_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_session_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_player_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_team_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_challenge_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_game_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_feed_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_play_command(CLI::App& app, const settings& how, chosen_command& chosen);
void add_picture_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_draw_command(CLI::App& app, const settings& how, chosen_command& chosen);
void add_watch_command(CLI::App& app, const settings& how, chosen_command& chosen);
void add_attachment_commands(CLI::App& app, const settings& how, chosen_command& chosen);
void add_chat_command(CLI::App& app, const settings& how, chosen_command& chosen);
void add_script_command(CLI::App& app, const settings& how, chosen_command& chosen);

} // namespace atelier::cli
