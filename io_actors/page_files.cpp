#include "io_actors/page_files.hpp"

#include "protocol/json_text.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace atelier {

namespace {

namespace fs = std::filesystem;

struct known_type {
  std::string_view extension;
  std::string_view type;
};

constexpr std::array<known_type, 13> types{{{".html", "text/html; charset=utf-8"},
                                            {".js", "text/javascript; charset=utf-8"},
                                            {".mjs", "text/javascript; charset=utf-8"},
                                            {".css", "text/css; charset=utf-8"},
                                            {".json", "application/json"},
                                            {".map", "application/json"},
                                            {".txt", "text/plain; charset=utf-8"},
                                            {".svg", "image/svg+xml"},
                                            {".png", "image/png"},
                                            {".ico", "image/x-icon"},
                                            {".webmanifest", "application/manifest+json"},
                                            {".wasm", "application/wasm"},
                                            {".woff2", "font/woff2"}}};

constexpr std::string_view page_policy = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' blob: data:";

bool is_below(const fs::path& folder, const fs::path& file) {
  const auto differ = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return differ.first == folder.end();
}

std::optional<fs::path> find_file(const fs::path& folder, const std::string& path) {
  std::error_code failed;
  const auto root = fs::canonical(folder, failed);
  if (failed)
    return std::nullopt;
  auto file = fs::canonical(root / path, failed);
  if (failed || !is_below(root, file) || !fs::is_regular_file(file, failed))
    return std::nullopt;
  return file;
}

std::string tag_of(const fs::path& file) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  const auto time = fs::last_write_time(file, failed).time_since_epoch().count();
  std::ostringstream out;
  out << '"' << std::hex << size << '-' << time << '"';
  return out.str();
}

} // namespace

std::string content_type_of(std::string_view path) {
  for (const auto& it : types)
    if (path.ends_with(it.extension))
      return std::string{it.type};
  return "application/octet-stream";
}

http_answer file_answer(const fs::path& folder, const std::string& path, std::string_view if_none_match) {
  const error missing{errc::not_found, "there is nothing at " + shown("/" + path)};
  const auto file = find_file(folder, path);
  if (!file)
    return error_answer(missing);
  const auto tag = tag_of(*file);
  const auto type = content_type_of(path);
  http_answer out;
  if (lists_tag(if_none_match, tag)) {
    out = text_answer(304, type, {});
  } else {
    std::ifstream in{*file, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{in}, {}};
    if (!in.good() && !in.eof())
      return error_answer(missing);
    out = text_answer(200, type, std::move(content));
  }
  out.fields.emplace_back("ETag", tag);
  if (type.starts_with("text/html"))
    out.fields.emplace_back("Content-Security-Policy", page_policy);
  return out;
}

} // namespace atelier
