#include "client/cli/commands.hpp"
#include "client/cli/draw_run.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/text.hpp"

#include <CLI/Option.hpp>

namespace atelier::cli {

void add_draw_command(CLI::App& app, const settings& how, chosen_command& chosen) {
  auto* command = app.add_subcommand("draw", "Draw a PNG on a picture, each pixel as an op of its own");
  auto what = std::make_shared<draw_options>();
  auto retry = std::make_shared<double>(60);
  command->add_option("PICTURE", what->picture, "The picture's id or name")->required();
  command->add_option("IMAGE", what->file, "A PNG of any kind")->required();
  command->add_option("--at", what->at, "X,Y: where its top left corner goes")->default_str("0,0");
  auto* rows = command->add_option("--rows", what->rows, "A:B: only rows A to B-1 of the image, counted from 0");
  command->add_option("--strip", what->strip, "I/N: only the I-th of N strips, so that N programs share an image")
      ->excludes(rows);
  command->add_option("--client", what->client, "A UUID to draw as; otherwise a new one");
  command
      ->add_flag("--resume", what->resume,
                 "Go on where the same --client stopped drawing the same part of the same image on a fresh identity")
      ->needs("--client");
  command->add_option("--retry-for", *retry, "Seconds for which a server may be away before this gives up")
      ->default_str("60")
      ->check(CLI::Range(0.0, 1e6));
  command->footer(
      "Ends when every pixel is drawn and on the server's disk. When the connection breaks off, it connects "
      "again and\nsends what the server has not taken.");
  command->callback([&, what, retry] {
    chosen = [&, what, retry] {
      what->retry_max = std::chrono::milliseconds{static_cast<std::int64_t>(*retry * 1000)};
      return draw_run{how, *what}.run();
    };
  });
}

} // namespace atelier::cli
