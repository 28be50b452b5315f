#include "manager/options.hpp"
#include "manager/server.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  using namespace atelier;
  try {
    auto parsed = parse_options(std::vector<std::string>{argv + 1, argv + argc});
    if (const auto* exit = std::get_if<early_exit>(&parsed)) {
      const bool clean = exit->code == exit_code::clean;
      std::fprintf(clean ? stdout : stderr, clean ? "%s" : "atelierd: %s\n", exit->text.c_str());
      return static_cast<int>(exit->code);
    }
    return static_cast<int>(run_server(std::get<options>(std::move(parsed))));
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "atelierd: an unexpected error: %s\n", failed.what());
    return static_cast<int>(exit_code::unexpected);
  }
}
