#include "client/cli/op_text.hpp"

#include "client/cli/text.hpp"
#include "protocol/png.hpp"

#include <cstdio>

namespace atelier::cli {

namespace {

tl::unexpected<error> wrong(std::string_view text, const std::string& what) {
  return failure(errc::bad_data, "the op " + shown(text) + " " + what);
}

/// Takes the words of an op one after another; the first that is missing or wrong is kept.
class word_reader {
public:
  explicit word_reader(std::string_view text) : rest_{text} {}

  template <std::integral T>
  word_reader& number(T& to) {
    const auto word = take_word(rest_);
    if (const auto value = to_number<T>(word))
      to = *value;
    else
      blame(word, "a number from " + std::to_string(std::numeric_limits<T>::min()) + " to "
                      + std::to_string(std::numeric_limits<T>::max()));
    return *this;
  }
  word_reader& colour(rgba& to) {
    const auto word = take_word(rest_);
    if (const auto value = to_colour(word))
      to = *value;
    else
      blame(word, "a colour such as #ff8000 or #ff8000cc");
    return *this;
  }
  word_reader& points(bytes& to) {
    for (auto word = take_word(rest_); !word.empty(); word = take_word(rest_)) {
      const auto comma = std::min(word.find(','), word.size());
      const auto x = to_number<std::int16_t>(word.substr(0, comma));
      const auto y = to_number<std::int16_t>(word.substr(std::min(comma + 1, word.size())));
      if (!x || !y) {
        blame(word, "a point such as 3,-4");
        break;
      }
      store_le(to, *x);
      store_le(to, *y);
    }
    return *this;
  }

  /// Empty where all words were right and none is left.
  [[nodiscard]] std::string problem() const {
    if (problem_.empty() && !rest_.empty())
      return "has " + shown(rest_) + " after its end";
    return problem_;
  }

private:
  void blame(std::string_view word, const std::string& due) {
    if (problem_.empty())
      problem_ = (word.empty() ? "ends too early" : "has " + shown(word)) + " where " + due + " is due";
  }
  std::string_view rest_;
  std::string problem_;
};

result<void> append_known(bytes& to, std::string_view name, std::string_view rest, std::string_view text) {
  word_reader read{rest};
  op parsed;
  bytes stored;
  if (name == "pixel") {
    pixel_op out;
    read.number(out.x).number(out.y).colour(out.colour);
    parsed = out;
  } else if (name == "rect") {
    rect_op out;
    read.number(out.x).number(out.y).number(out.w).number(out.h).colour(out.colour);
    parsed = out;
  } else if (name == "line") {
    line_op out;
    read.number(out.from.x).number(out.from.y).number(out.to.x).number(out.to.y).number(out.width).colour(out.colour);
    parsed = out;
  } else if (name == "ellipse") {
    ellipse_op out;
    read.number(out.centre.x).number(out.centre.y).number(out.rx).number(out.ry).colour(out.colour);
    parsed = out;
  } else if (name == "stroke") {
    stroke_op out;
    read.number(out.width).colour(out.colour).points(stored);
    out.raw_points = stored;
    parsed = out;
  } else if (name == "fill") {
    fill_op out;
    read.number(out.x).number(out.y).colour(out.colour);
    parsed = out;
  } else {
    patch_op out;
    rgba colour;
    read.number(out.x).number(out.y).number(out.w).number(out.h).colour(colour);
    if (read.problem().empty() && out.w > 0 && out.h > 0 && out.w <= 4096 && out.h <= 4096)
      stored = encode_png(image{out.w, out.h, colour});
    out.png = stored;
    parsed = out;
  }
  if (const auto problem = read.problem(); !problem.empty())
    return wrong(text, problem);
  encode(parsed, to);
  return {};
}

struct to_words {
  std::string operator()(const pixel_op& op) const {
    return "pixel " + numbers(op.x, op.y) + colour_text(op.colour);
  }
  std::string operator()(const rect_op& op) const {
    return "rect " + numbers(op.x, op.y, op.w, op.h) + colour_text(op.colour);
  }
  std::string operator()(const line_op& op) const {
    return "line " + numbers(op.from.x, op.from.y, op.to.x, op.to.y, op.width) + colour_text(op.colour);
  }
  std::string operator()(const ellipse_op& op) const {
    return "ellipse " + numbers(op.centre.x, op.centre.y, op.rx, op.ry) + colour_text(op.colour);
  }
  std::string operator()(const stroke_op& op) const {
    auto out = "stroke " + numbers(op.width) + colour_text(op.colour);
    for (std::size_t i = 0; i < op.size(); ++i)
      out += " " + std::to_string(op[i].x) + "," + std::to_string(op[i].y);
    return out;
  }
  std::string operator()(const fill_op& op) const {
    return "fill " + numbers(op.x, op.y) + colour_text(op.colour);
  }
  std::string operator()(const patch_op& op) const {
    return "patch " + numbers(op.x, op.y, op.w, op.h) + std::to_string(op.png.size()) + " bytes";
  }

private:
  template <class... Ts>
  static std::string numbers(Ts... values) {
    return ((std::to_string(values) + " ") + ...);
  }
};

struct to_fields {
  json operator()(const pixel_op& op) const {
    return {{"op", "pixel"}, {"x", op.x}, {"y", op.y}, {"colour", colour_text(op.colour)}};
  }
  json operator()(const rect_op& op) const {
    return {{"op", "rect"}, {"x", op.x}, {"y", op.y}, {"w", op.w}, {"h", op.h}, {"colour", colour_text(op.colour)}};
  }
  json operator()(const line_op& op) const {
    return {{"op", "line"},
            {"x0", op.from.x},
            {"y0", op.from.y},
            {"x1", op.to.x},
            {"y1", op.to.y},
            {"width", op.width},
            {"colour", colour_text(op.colour)}};
  }
  json operator()(const ellipse_op& op) const {
    return {{"op", "ellipse"}, {"x", op.centre.x}, {"y", op.centre.y},
            {"rx", op.rx},     {"ry", op.ry},      {"colour", colour_text(op.colour)}};
  }
  json operator()(const stroke_op& op) const {
    auto points = json::array();
    for (std::size_t i = 0; i < op.size(); ++i)
      points.push_back({op[i].x, op[i].y});
    return {{"op", "stroke"}, {"width", op.width}, {"colour", colour_text(op.colour)}, {"points", std::move(points)}};
  }
  json operator()(const fill_op& op) const {
    return {{"op", "fill"}, {"x", op.x}, {"y", op.y}, {"colour", colour_text(op.colour)}};
  }
  json operator()(const patch_op& op) const {
    return {{"op", "patch"}, {"x", op.x}, {"y", op.y}, {"w", op.w}, {"h", op.h}, {"png_bytes", op.png.size()}};
  }
};

} // namespace

std::optional<rgba> to_colour(std::string_view text) {
  if (!text.starts_with('#') || (text.size() != 7 && text.size() != 9))
    return std::nullopt;
  const auto channels = from_hex(text.substr(1));
  if (!channels)
    return std::nullopt;
  const auto at = [&](std::size_t i) {
    return std::to_integer<std::uint8_t>((*channels)[i]);
  };
  return rgba{at(0), at(1), at(2), channels->size() == 4 ? at(3) : std::uint8_t{255}};
}

std::string colour_text(rgba colour) {
  char out[10];
  std::snprintf(out, sizeof out, "#%02x%02x%02x%02x", colour.r, colour.g, colour.b, colour.a);
  return out;
}

result<void> append_op(bytes& to, std::string_view text) {
  auto rest = text;
  const auto name = take_word(rest);
  if (name == "hex") {
    const auto raw = from_hex(rest);
    if (!raw)
      return wrong(text, "is not written in pairs of hexadecimal digits");
    append(to, *raw);
    return {};
  }
  for (const auto* known : {"pixel", "rect", "line", "ellipse", "stroke", "fill", "patch"})
    if (name == known)
      return append_known(to, name, rest, text);
  return wrong(text, "is none of pixel, rect, line, ellipse, stroke, fill, patch and hex");
}

result<std::uint32_t> append_ops(bytes& to, std::string_view text) {
  std::uint32_t count = 0;
  for (const auto piece : pieces_of(text, ';')) {
    if (const auto done = append_op(to, piece); !done)
      return tl::unexpected{done.error()};
    ++count;
  }
  if (count == 0)
    return failure(errc::bad_data, "no op is given; write for instance: pixel 3 4 #ff0000");
  return count;
}

std::string op_words(const op& what) {
  return std::visit(to_words{}, what);
}

json op_json(const op& what) {
  return std::visit(to_fields{}, what);
}

} // namespace atelier::cli
