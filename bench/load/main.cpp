#include "bench/load/scenarios/scenarios.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  using namespace atelier::bench;
  try {
    const auto how = parse_options(std::vector<std::string>{argv + 1, argv + argc});
    if (!how) {
      const bool clean = how.error().code == 0;
      std::fprintf(clean ? stdout : stderr, clean ? "%s" : "atelier-bench-load: %s\n", how.error().text.c_str());
      return how.error().code;
    }
    std::printf("%s\n", run_scenario(*how).dump().c_str());
    return 0;
  } catch (const impossible_option& wrong) {
    std::fprintf(stderr, "atelier-bench-load: %s\n", wrong.what());
    return exit_usage;
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "atelier-bench-load: %s\n", failed.what());
    return exit_failed;
  }
}
