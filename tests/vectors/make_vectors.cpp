#include "protocol/png.hpp"
#include "tests/vectors/vector_set.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

void write(const std::filesystem::path& path, atelier::byte_view data) {
  std::ofstream file{path, std::ios::binary};
  file.write(reinterpret_cast<const char*>(data.data()), static_cast<std::streamsize>(data.size()));
  file.flush();
  if (!file)
    throw std::runtime_error{"can't write " + path.string()};
}

} // namespace

/// Writes NAME.json and NAME.png of every vector into the folder that is given.
int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: make_vectors FOLDER (such as tests/vectors)\n";
    return 2;
  }
  try {
    const std::filesystem::path folder = arguments[1];
    for (const auto& vector : atelier::all_vectors()) {
      const auto picture = atelier::picture_of(vector);
      write(folder / (vector.name + ".json"), atelier::as_byte_view(atelier::to_json_text(vector, picture)));
      write(folder / (vector.name + ".png"), atelier::encode_png(picture));
    }
  } catch (const std::exception& failed) {
    std::cerr << "make_vectors: " << failed.what() << '\n';
    return 1;
  }
}
