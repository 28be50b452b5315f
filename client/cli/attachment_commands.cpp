#include "client/cli/attach_run.hpp"
#include "client/cli/commands.hpp"
#include "client/cli/fetch_run.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

namespace {

constexpr double seconds_max = 1e6;

std::shared_ptr<double> add_retry(CLI::App& command) {
  auto retry = std::make_shared<double>(60);
  command.add_option("--retry-for", *retry, "Seconds for which a server may be away before this gives up")
      ->default_str("60")
      ->check(CLI::Range(0.0, seconds_max));
  return retry;
}

std::chrono::milliseconds to_time(double seconds) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

} // namespace

void add_attachment_commands(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* attaching = app.add_subcommand("attach", "Send a file or an image into the chat of a session");
  auto wanted = std::make_shared<attach_options>();
  attaching->add_option("SESSION", wanted->session, "The session's id or name")->required();
  attaching->add_option("FILE", wanted->file, "The file")->required();
  attaching->add_option("--name", wanted->name, "A name for it, where it is not the file's own");
  attaching->add_option("--text", wanted->text, "What is said with it");
  auto retry = add_retry(*attaching);
  attaching->footer(
      "When the connection breaks off, or the command is stopped and given again, it goes on where it was.");
  attaching->callback([&, wanted, retry] {
    chosen = [&, wanted, retry] {
      wanted->retry_max = to_time(*retry);
      return attach_run{how, *wanted}.run();
    };
  });

  auto* fetching = app.add_subcommand("fetch", "Fetch an attachment into a file");
  auto meant = std::make_shared<fetch_options>();
  fetching->add_option("HASH", meant->hash, "Its SHA-256, as its message has it (chat --json)")->required();
  fetching->add_option("-o,--output", meant->output,
                       "The file, which must not exist; otherwise HASH in the current folder");
  auto patience = add_retry(*fetching);
  fetching->footer(
      "When the connection breaks off, or the command is stopped and given again, it goes on where it was.");
  fetching->callback([&, meant, patience] {
    chosen = [&, meant, patience] {
      meant->retry_max = to_time(*patience);
      return fetch_run{how, *meant}.run();
    };
  });
}

} // namespace atelier::cli
