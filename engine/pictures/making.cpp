#include "engine/pictures/making.hpp"

#include "protocol/folder_names.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

constexpr std::uint32_t side_default = 1000;

/// Uploads and copies under way at once; each holds a whole picture in memory.
constexpr std::size_t started_max = 16;

std::optional<error> wrong_side(std::string_view which, std::uint32_t side, std::uint32_t most) {
  if (side >= 1 && side <= most)
    return std::nullopt;
  return error{errc::bad_data,
               std::string{which} + " must be from 1 to " + std::to_string(most) + ", not " + std::to_string(side)};
}

} // namespace

result<std::string> clean_name(std::string_view what, std::string_view noun) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = what.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return failure(errc::bad_data, std::string{noun} + " must not be empty");
  what = what.substr(first, what.find_last_not_of(blanks) - first + 1);
  if (what.size() > limits::name_bytes_max)
    return failure(errc::bad_data, std::string{noun} + " must be at most " + std::to_string(limits::name_bytes_max)
                                       + " bytes long, not " + std::to_string(what.size()));
  const auto is_control = [](unsigned char c) {
    return c < 0x20 || c == 0x7f;
  };
  if (std::ranges::any_of(what, is_control))
    return failure(errc::bad_data, std::string{noun} + " must not contain control characters");
  return std::string{what};
}

std::optional<error> making::wrong_with(const picture_wanted& what) const {
  const auto most = world_.bounds().picture_side_max;
  if (world_.pictures.size() + started_.size() >= world_.bounds().pictures_max)
    return error{errc::rate_limited,
                 "this server keeps at most " + std::to_string(world_.bounds().pictures_max) + " pictures"};
  if (what.session && !world_.sessions.contains(*what.session))
    return error{errc::not_found, "there is no session " + std::to_string(what.session->value)};
  if ((what.prototype || what.png) && (what.width || what.height))
    return error{errc::ambiguous_data, "a picture with a prototype has its size; leave out width and height"};
  if (what.prototype && what.png)
    return error{errc::ambiguous_data, "a picture starts from a prototype or from a PNG, not from both"};
  if (what.prototype && !world_.pictures.contains(*what.prototype))
    return error{errc::not_found, "there is no picture " + std::to_string(what.prototype->value) + " to start from"};
  if ((what.prototype || what.png) && started_.size() >= started_max)
    return error{errc::rate_limited, "too many pictures are being made from others at the moment; try again"};
  if (auto wrong = wrong_side("width", what.width.value_or(side_default), most))
    return wrong;
  return wrong_side("height", what.height.value_or(side_default), most);
}

void making::make(const asker& who, picture_wanted what, turn& now) {
  auto name = clean_name(what.name, "the name of a picture");
  if (!name)
    return replies_.answer(who, tl::unexpected{name.error()}, now);
  what.name = std::move(*name);
  auto creator = clean_name(what.created_by.empty() ? "anonymous" : what.created_by, "created_by");
  if (!creator)
    return replies_.answer(who, tl::unexpected{creator.error()}, now);
  what.created_by = std::move(*creator);
  if (auto wrong = wrong_with(what))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);

  if (!what.prototype && !what.png) {
    auto made = next_record(what, static_cast<std::uint16_t>(what.width.value_or(side_default)),
                            static_cast<std::uint16_t>(what.height.value_or(side_default)), now);
    return finish({who, {}, std::move(made), {}}, {}, now);
  }
  const auto request = next_request_++;
  auto& begun = started_[request] = {who, std::move(what), {}, {}};
  if (begun.what.png) {
    now.out.emplace_back(decode_upload{request, std::exchange(begun.what.png, nullptr)});
    return;
  }
  auto& prototype = world_.pictures.at(*begun.what.prototype);
  if (prototype.loaded && prototype.loaded->is_between_ops())
    return begin_with(request, prototype.record.width, prototype.record.height, prototype.loaded->view(), now);
  // What is on disk is all that there is of it, or as good as: its present op is half drawn.
  now.out.emplace_back(load_picture{request, prototype.record, prototype.durable});
}

picture_record making::next_record(const picture_wanted& what, std::uint16_t width, std::uint16_t height, turn& now) {
  picture_record out;
  out.id = world_.next_picture;
  ++world_.next_picture.value;
  out.name = what.name;
  out.created_by = what.created_by;
  out.width = width;
  out.height = height;
  out.session = what.session;
  out.created_at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  do {
    out.folder = folder_name_of(out.name, out.created_by, out.created_at);
    if (world_.folders.insert(out.folder).second)
      break;
    out.created_at += std::chrono::milliseconds{1};
  } while (true);
  return out;
}

bool making::wait_for(const asker& who) {
  const auto same = std::ranges::find_if(started_, [&](const auto& entry) {
    const auto& asked = entry.second.who.key;
    return asked && asked->key == who.key->key && asked->client == who.key->client
           && asked->request == who.key->request;
  });
  if (same == started_.end())
    return false;
  same->second.also.push_back(who);
  return true;
}

void making::answer(const started& begun, const result<json>& what, turn& now) {
  replies_.answer(begun.who, what, now);
  for (const auto& each : begun.also)
    replies_.answer({each.from, each.id, std::nullopt}, what, now);
}

json making::put(picture_record what, std::vector<snapshot_record> snapshots) {
  picture made;
  made.record = std::move(what);
  made.snapshots = std::move(snapshots);
  made.pacer = flush_pacer{world_.bounds().flush_interval};
  world_.commits.add(made.record);
  for (const auto& each : made.snapshots)
    world_.commits.add(each);
  auto shown = to_json(made);
  world_.pictures.emplace(made.record.id, std::move(made));
  return shown;
}

void making::finish(const started& begun, std::vector<snapshot_record> snapshots, turn& now) {
  const auto shown = put(begun.record, std::move(snapshots));
  answer(begun, json{{"picture", shown}}, now);
  replies_.spread({{begun.record.session, "picture_added", {{"picture", shown}}}}, now);
}

result<picture_id> making::make_white(session_id session, const std::string& name, std::uint16_t width,
                                      std::uint16_t height, turn& now) {
  auto clean = clean_name(name, "the name of a picture");
  if (!clean)
    return tl::unexpected{clean.error()};
  const picture_wanted wanted{std::move(*clean), "atelier", width, height, session, {}, {}};
  if (auto wrong = wrong_with(wanted))
    return tl::unexpected{std::move(*wrong)};
  const auto made = next_record(wanted, width, height, now);
  const auto shown = put(made, {});
  replies_.spread({{session, "picture_added", {{"picture", shown}}}}, now);
  return made.id;
}

void making::begin_with(std::uint64_t request, std::uint16_t width, std::uint16_t height, shared_view view, turn& now) {
  auto& begun = started_.at(request);
  begun.record = next_record(begun.what, width, height, now);
  by_picture_[begun.record.id] = request;
  const auto file = begun.record.folder + "/" + std::to_string(world_.epoch) + "-0.png";
  now.out.emplace_back(write_snapshot{begun.record.id, {begun.record.id, world_.epoch, 0, file}, std::move(view)});
}

void making::fail(std::uint64_t request, error why, turn& now) {
  const auto place = started_.find(request);
  if (!place->second.record.folder.empty())
    world_.folders.erase(place->second.record.folder);
  answer(place->second, tl::unexpected{std::move(why)}, now);
  started_.erase(place);
}

void making::decoded(png_decoded input, turn& now) {
  if (!started_.contains(input.request))
    return;
  if (!input.picture)
    return fail(input.request, input.picture.error(), now);
  const auto& decoded = **input.picture;
  begin_with(input.request, decoded.width(), decoded.height(), *input.picture, now);
}

bool making::loaded(picture_loaded& input, turn& now) {
  if (!started_.contains(input.request))
    return false;
  if (input.failed)
    fail(input.request, *input.failed, now);
  else
    begin_with(input.request, input.pixels->width(), input.pixels->height(), input.pixels->view(), now);
  return true;
}

bool making::written(const snapshot_written& input, turn& now) {
  const auto place = by_picture_.find(input.picture);
  if (place == by_picture_.end())
    return false;
  const auto request = place->second;
  by_picture_.erase(place);
  if (input.failed) {
    fail(request, *input.failed, now);
    return true;
  }
  if (const auto session = started_.at(request).what.session; session && !world_.sessions.contains(*session)) {
    now.out.emplace_back(drop_snapshots{{input.snapshot.file}});
    fail(request, {errc::not_found, "session " + std::to_string(session->value) + " was removed meanwhile"}, now);
    return true;
  }
  const auto begun = std::move(started_.at(request));
  started_.erase(request);
  finish(begun, {input.snapshot}, now);
  return true;
}

} // namespace atelier
