#include "tests/fuzz/fuzzing.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace atelier::fuzzing {

void require(bool holds) {
  if (!holds)
    std::abort();
}

void plant(int argc, char** argv, std::span<const bytes> seeds) {
  for (int i = 1; i < argc; ++i) {
    const std::filesystem::path folder{argv[i]};
    if (!std::filesystem::is_directory(folder))
      continue;
    for (std::size_t n = 0; n < seeds.size(); ++n) {
      const auto file = folder / ("seed_" + std::to_string(n));
      if (std::filesystem::exists(file))
        continue;
      std::ofstream out{file, std::ios::binary};
      out.write(reinterpret_cast<const char*>(seeds[n].data()), static_cast<std::streamsize>(seeds[n].size()));
    }
    return;
  }
}

} // namespace atelier::fuzzing
