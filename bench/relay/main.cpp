#include "bench/load/wire/sockets.hpp"
#include "bench/relay/relay.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

namespace {

constexpr int exit_failed = 1;
constexpr int exit_usage = 2;

} // namespace

int main(int argc, char** argv) {
  using namespace atelier::bench;
  std::uint16_t port = 0;
  CLI::App app{"A WebSocket relay that keeps nothing: the limit of what a server can do", "atelier-bench-relay"};
  app.add_option("--port", port, "where to listen on 127.0.0.1; 0 takes a free port")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return 0;
  } catch (const CLI::Error& wrong) {
    std::fprintf(stderr, "atelier-bench-relay: %s (--help shows the options)\n", wrong.what());
    return exit_usage;
  }
  try {
    raise_open_files();
    relay server{port};
    std::printf("ready on 127.0.0.1:%u\n", static_cast<unsigned>(server.port()));
    std::fflush(stdout);
    server.run();
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "atelier-bench-relay: %s\n", failed.what());
    return exit_failed;
  }
}
