#include "client/cli/commands.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/image_file.hpp"
#include "client/cli/script_parser.hpp"
#include "client/cli/script_runner.hpp"
#include "client/cli/text.hpp"

#include <CLI/Option.hpp>
#include <cstdio>

extern char** environ;

namespace atelier::cli {

namespace {

struct script_options {
  std::vector<std::string> files;
  std::vector<std::string> values;
  bool check_only = false;
};

/// `NAME=VALUE`; false where there is no name.
bool set(script_variables& variables, std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return false;
  variables[std::string{text.substr(0, equals)}] = std::string{text.substr(equals + 1)};
  return true;
}

client::outcome<script_variables> variables_for(const settings& how, const script_options& what) {
  script_variables out;
  for (char** each = environ; *each != nullptr; ++each)
    set(out, *each);
  out["CONNECT"] = how.url;
  // Different in each run, so that a script can name things that no run before it has named.
  out["RUN"] = random_uuid().substr(0, 8);
  for (const auto& each : what.values)
    if (!set(out, each))
      return client::failed(client::fault_kind::misuse, "--set must be NAME=VALUE, not " + shown(each));
  return out;
}

int fail(const std::string& file, std::size_t line, const std::string& why, int code) {
  std::fprintf(stderr, "%s:%zu: %s\n", file.c_str(), line, why.c_str());
  return code;
}

int run_file(const settings& how, const std::string& file, const script_variables& variables, bool check_only) {
  const auto text = read_file(file);
  if (!text)
    return report(text.error());
  const auto parsed = script::parse_script(as_text(*text));
  if (!parsed)
    return fail(file, parsed.error().line, parsed.error().message, exit_usage);
  const auto ended = check_only ? script::outcome{} : script::runner{variables}.run(*parsed);
  switch (ended.is) {
  case script::outcome::kind::failed:
    return fail(file, ended.line, ended.why, exit_script_failed);
  case script::outcome::kind::interrupted:
    return exit_interrupted;
  case script::outcome::kind::passed:
  case script::outcome::kind::passed_over:
    break;
  }
  const bool passed_over = ended.is == script::outcome::kind::passed_over;
  if (!how.quiet)
    std::printf("%s %s\n", passed_over ? "passed over" : "ok", file.c_str());
  return exit_done;
}

/// Runs all scripts, also after one has failed, and gives the first code that is not 0.
int run_all(const settings& how, const script_options& what) {
  const auto variables = variables_for(how, what);
  if (!variables)
    return report(variables.error());
  int code = exit_done;
  for (const auto& file : what.files) {
    const auto its = run_file(how, file, *variables, what.check_only);
    if (its == exit_interrupted)
      return its;
    if (code == exit_done)
      code = its;
    std::fflush(stdout);
  }
  return code;
}

} // namespace

void add_script_command(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* command = app.add_subcommand("script", "Run scripted sessions with several clients");
  auto what = std::make_shared<script_options>();
  command->add_option("FILE", what->files, "Scripts; their language is described in tests/scripts/README.md")
      ->required();
  command->add_option("--set", what->values, "NAME=VALUE: a variable of the scripts")->allow_extra_args(false);
  command->add_flag("--check", what->check_only, "Only read the scripts");
  command->footer("Variables come from the environment and from --set; $CONNECT is the address given by --connect, and "
                  "$RUN is\ndifferent in each run.");
  command->callback([&, what] {
    chosen = [&, what] {
      return run_all(how, *what);
    };
  });
}

} // namespace atelier::cli
