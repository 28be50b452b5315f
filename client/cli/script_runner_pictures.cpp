#include "client/cli/http_get.hpp"
#include "client/cli/image_file.hpp"
#include "client/cli/op_text.hpp"
#include "client/cli/picture_difference.hpp"
#include "client/cli/script_runner.hpp"
#include "client/cli/text.hpp"
#include "protocol/limits.hpp"
#include "protocol/png.hpp"

namespace atelier::cli::script {

namespace {

constexpr std::chrono::milliseconds turn{20};

std::string seq_words(const client::picture_stream& stream) {
  return "op " + std::to_string(stream.seq()) + " (durable " + std::to_string(stream.durable())
         + (stream.synced() ? ")" : ", no sync)");
}

client::outcome<image> load(const std::string& target, std::chrono::milliseconds timeout) {
  if (!target.starts_with("http://"))
    return read_image(target);
  const auto body = http_get(target, timeout);
  if (!body)
    return tl::unexpected{body.error()};
  auto picture = decode_png(*body, limits{}.picture_side_max);
  if (!picture)
    return client::failed(client::fault_kind::broken_contract, target + " is no PNG: " + picture.error().message);
  return std::move(*picture);
}

} // namespace

result<const client::picture_replica*> runner::picture_of(const std::string& name, picture_id picture) {
  auto& connection = client_of(name);
  const auto there = [&] {
    return connection.received().picture(picture) != nullptr;
  };
  if (!pump_until(connection, deadline(), there))
    return failure(errc::not_joined, name + " sees nothing of picture " + std::to_string(picture.value)
                                         + ", or came in by a `since` that is not where it was");
  return connection.received().picture(picture);
}

runner::failure_text runner::run(const wait_until& what) {
  const auto picture = picture_number(what.picture);
  const auto least = what.seq.empty()
                         ? result<seq_t>{0}
                         : number<std::int64_t>(what.seq).map([](auto value) { return static_cast<seq_t>(value); });
  if (!picture || !least)
    return (!picture ? picture.error() : least.error()).message;
  const auto seen = picture_of(what.connection, *picture);
  if (!seen)
    return seen.error().message;
  const auto& stream = (*seen)->stream();
  const auto done = [&] {
    switch (what.what) {
    case wait_until::mark::seq:
      return stream.seq() >= *least;
    case wait_until::mark::durable:
      return stream.durable() >= (what.seq.empty() ? stream.seq() : *least);
    case wait_until::mark::synced:
      break;
    }
    return stream.synced().has_value();
  };
  auto& connection = client_of(what.connection);
  if (pump_until(connection, deadline(), done))
    return std::nullopt;
  return what.connection + " waited in vain: the picture is at " + seq_words(stream)
         + (connection.ended() ? " and " + connection.ended()->message : "");
}

runner::failure_text runner::run(const same_picture& what) {
  const auto picture = picture_number(what.picture);
  if (!picture)
    return picture.error().message;
  const auto first = picture_of(what.first, *picture);
  const auto second = picture_of(what.second, *picture);
  if (!first || !second)
    return (!first ? first.error() : second.error()).message;
  const auto until = deadline();
  const auto same_place = [&] {
    return (*first)->stream().seq() == (*second)->stream().seq();
  };
  while (!same_place() && clock::now() < until)
    for (const auto& name : {what.first, what.second})
      pump_until(client_of(name), clock::now() + turn, same_place);
  if (!same_place())
    return what.first + " is at " + seq_words((*first)->stream()) + ", but " + what.second + " at "
           + seq_words((*second)->stream());
  if (const auto differs = difference((*first)->raster(), (*second)->raster()))
    return "the picture of " + what.first + " is not that of " + what.second + " at " + seq_words((*first)->stream())
           + ": " + *differs;
  return std::nullopt;
}

runner::failure_text runner::run(const compare_picture& what) {
  const auto picture = picture_number(what.picture);
  const auto target = substituted(what.target, variables_);
  if (!picture || !target)
    return (!picture ? picture.error() : target.error()).message;
  const auto seen = picture_of(what.connection, *picture);
  if (!seen)
    return seen.error().message;
  // What is fetched may be a little newer than what has come here.
  std::optional<std::string> differs;
  for (const auto until = deadline();;) {
    const auto other = load(*target, timeout_);
    if (!other)
      return other.error().message;
    differs = difference((*seen)->raster(), *other);
    if (!differs || clock::now() >= until || client_of(what.connection).ended())
      break;
    pump_until(client_of(what.connection), clock::now() + turn, [] { return false; });
  }
  if (!differs)
    return std::nullopt;
  return "the picture of " + what.connection + " at " + seq_words((*seen)->stream()) + " is not " + *target + ": "
         + *differs;
}

runner::failure_text runner::run(const check_pixel& what) {
  const auto picture = picture_number(what.picture);
  const auto x = number<std::uint16_t>(what.x);
  const auto y = number<std::uint16_t>(what.y);
  if (!picture || !x || !y)
    return (!picture ? picture.error() : !x ? x.error() : y.error()).message;
  const auto colour = to_colour(what.colour);
  if (!colour)
    return shown(what.colour) + " is not a colour such as #ff8000";
  const auto seen = picture_of(what.connection, *picture);
  if (!seen)
    return seen.error().message;
  const auto& raster = (*seen)->raster();
  if (*x >= raster.width || *y >= raster.height)
    return "the picture has only " + std::to_string(raster.width) + " × " + std::to_string(raster.height) + " pixels";
  const auto is_there = [&] {
    return raster.at(*x, *y) == *colour;
  };
  if (pump_until(client_of(what.connection), deadline(), is_there))
    return std::nullopt;
  return what.connection + " sees " + colour_text(raster.at(*x, *y)) + " at " + what.x + "," + what.y + ", not "
         + colour_text(*colour) + "; the picture is at " + seq_words((*seen)->stream());
}

runner::failure_text runner::run(const save_picture& what) {
  const auto picture = picture_number(what.picture);
  const auto file = substituted(what.file, variables_);
  if (!picture || !file)
    return (!picture ? picture.error() : file.error()).message;
  const auto seen = picture_of(what.connection, *picture);
  if (!seen)
    return seen.error().message;
  if (const auto done = write_image(*file, (*seen)->raster()); !done)
    return done.error().message;
  return std::nullopt;
}

} // namespace atelier::cli::script
