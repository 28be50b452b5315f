#include "client/cli/commands.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/key_values.hpp"
#include "client/cli/output.hpp"

#include <CLI/Option.hpp>
#include <cstdio>

namespace atelier::cli {

namespace {

int ping(const settings& how) {
  const auto made = client::connect(how.url);
  if (!made)
    return report(made.error());
  const auto start = std::chrono::steady_clock::now();
  const auto answer = ask(made->commands, "ping");
  if (!answer)
    return report(answer.error());
  const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  if (how.json)
    print_json({{"server", made->hello.value("server", "")}, {"milliseconds", took}, {"result", *answer}});
  else
    std::printf("%s answered in %.2f ms\n", made->hello.value("server", "the server").c_str(), took);
  return exit_done;
}

int show_config(const settings& how, const client::outcome<json>& answer) {
  return show_outcome(how, answer, [](const json& result) {
    std::vector<std::vector<std::string>> rows;
    const auto shown = result.value("config", json::object());
    for (const auto& [name, value] : shown.items())
      rows.push_back({name, cell(shown, name.c_str())});
    print(to_table(rows));
    return exit_done;
  });
}

int set_config(const settings& how, const std::vector<std::string>& changes) {
  auto args = to_arguments(changes, "snapshot_seconds=30");
  if (!args)
    return report(args.error());
  return show_config(how, ask_once(how, "set_config", std::move(*args)));
}

/// Waits until the server has closed the connection, so that whoever asked knows that it is going.
int shut_down(const settings& how) {
  auto made = client::connect(how.url);
  if (!made)
    return report(made.error());
  const auto answer = ask(made->commands, "shutdown");
  if (!answer)
    return report(answer.error());
  for (;;) {
    const auto came = made->messages.recv(std::chrono::milliseconds{100});
    if (interrupted() || (!came && came.error().kind != client::fault_kind::timed_out))
      break;
  }
  if (how.json)
    print_json(*answer);
  else if (!how.quiet)
    print("the server is shutting down\n");
  return exit_done;
}

} // namespace

void add_server_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  app.add_subcommand("ping", "Ask the server whether it is there, and how long it takes")->callback([&] {
    chosen = [&] {
      return ping(how);
    };
  });
  app.add_subcommand("config", "Show the settings that can be changed while the server runs")->callback([&] {
    chosen = [&] {
      return show_config(how, ask_once(how, "config"));
    };
  });
  auto* change = app.add_subcommand("set-config", "Change settings, such as: set-config snapshot_seconds=60");
  auto changes = std::make_shared<std::vector<std::string>>();
  change->add_option("NAME=VALUE", *changes, "Settings with their new values")->required();
  change->callback([&, changes] {
    chosen = [&, changes] {
      return set_config(how, *changes);
    };
  });
  app.add_subcommand("shutdown", "Stop the server cleanly (only over its Unix socket)")->callback([&] {
    chosen = [&] {
      return shut_down(how);
    };
  });
}

} // namespace atelier::cli
