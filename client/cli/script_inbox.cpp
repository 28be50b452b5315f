#include "client/cli/script_inbox.hpp"

#include "client/cli/op_text.hpp"
#include "client/cli/text.hpp"

#include <limits>

namespace atelier::cli::script {

namespace {

/// A script that never looks at what comes must not fill the memory.
constexpr std::size_t items_max = 4'000'000;

std::string string_of(const json& message, const char* name) {
  const auto at = message.is_object() ? message.find(name) : message.end();
  return at != message.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

std::optional<picture_id> picture_of(const json& message) {
  const auto at = message.is_object() ? message.find("picture") : message.end();
  if (at == message.end() || !at->is_number_integer() || *at < 0 || *at > std::numeric_limits<picture_id::rep>::max())
    return std::nullopt;
  return picture_id{at->get<picture_id::rep>()};
}

std::string op_line(const bytes& raw) {
  const auto decoded = decode_op(raw);
  return decoded ? op_words(decoded->value) : "a damaged op";
}

struct to_kind {
  std::string operator()(const got_json& what) const {
    return string_of(what.what, "type");
  }
  std::string operator()(const got_op&) const {
    return "UPDATES";
  }
  std::string operator()(const got_snapshot&) const {
    return "SNAPSHOT";
  }
  std::string operator()(const got_durable&) const {
    return "DURABLE";
  }
  std::string operator()(const got_cursor&) const {
    return "CURSOR";
  }
};

template <class... Ts>
std::string fields(const Ts&... parts) {
  std::string out;
  ((out += parts), ...);
  return out;
}

struct to_line {
  std::string operator()(const got_json& what) const {
    return shortened(atelier::to_text(what.what));
  }
  std::string operator()(const got_op& what) const {
    return fields("UPDATES picture=", number(what.picture.value), " first_seq=", number(what.seq),
                  " author=", number(what.author.value), " client_seq=", number(what.client_seq), ": ",
                  shortened(op_line(what.op), 120));
  }
  std::string operator()(const got_snapshot& what) const {
    return fields("SNAPSHOT picture=", number(what.picture.value), " seq=", number(what.seq),
                  " width=", number(what.width), " height=", number(what.height));
  }
  std::string operator()(const got_durable& what) const {
    return fields("DURABLE picture=", number(what.picture.value), " seq=", number(what.seq));
  }
  std::string operator()(const got_cursor& what) const {
    return fields("CURSOR picture=", number(what.picture.value), " author=", number(what.where.author.value),
                  " x=", number(what.where.at.x), " y=", number(what.where.at.y));
  }

private:
  template <std::integral T>
  static std::string number(T value) {
    return std::to_string(value);
  }
};

} // namespace

std::string kind_of(const item& what) {
  return std::visit(to_kind{}, what);
}

std::string words_of(const item& what) {
  return std::visit(to_line{}, what);
}

void inbox::blame(std::string how) {
  if (!breach_)
    breach_ = std::move(how);
}

void inbox::ignore(const std::string& kind, bool ignored) {
  if (ignored)
    ignored_.insert(kind);
  else
    ignored_.erase(kind);
}

const client::picture_replica* inbox::picture(picture_id id) const {
  const auto at = pictures_.find(id);
  return at == pictures_.end() ? nullptr : &at->second;
}

void inbox::disconnected() {
  items_.clear();
  for (auto& [id, each] : pictures_)
    each.disconnected();
}

void inbox::subscribed(const json& what) {
  const auto id = picture_of(what);
  if (string_of(what, "type") != "subscribe" || !id)
    return;
  const auto* known = picture(*id);
  const auto since = what.find("since");
  if (since != what.end() && (known == nullptr || *since != known->stream().seq())) {
    pictures_.erase(*id);
    not_followed_.insert(*id);
  } else {
    not_followed_.erase(*id);
  }
}

void inbox::take(const client::message& what) {
  if (items_.size() > items_max)
    return blame("more than " + std::to_string(items_max) + " messages came that the script did not look at");
  if (what.kind == frame_kind::json)
    return take_json(what);
  auto rest = byte_view{what.body};
  while (!rest.empty()) {
    const auto next = atelier::take_block(rest);
    if (!next)
      return blame("a binary message is damaged: " + next.error().message);
    take_block(*next);
  }
}

void inbox::take_json(const client::message& what) {
  auto value = parse_json(what.text());
  if (!value)
    return blame("a message is not JSON: " + value.error().message);
  if (string_of(*value, "type") == "sync")
    if (const auto id = picture_of(*value))
      if (const auto at = pictures_.find(*id); at != pictures_.end())
        if (const auto done = at->second.apply_sync(*value); !done)
          blame(done.error().message);
  items_.emplace_back(got_json{std::move(*value)});
}

void inbox::take_block(const block& what) {
  const auto damaged = [&](const error& how) {
    blame("a block is damaged: " + how.message);
  };
  switch (what.kind) {
  case block_kind::updates:
    take_updates(what);
    break;
  case block_kind::snapshot:
    if (const auto read = read_snapshot(what.payload)) {
      items_.emplace_back(got_snapshot{what.picture, read->seq, read->width, read->height});
      not_followed_.erase(what.picture);
      pictures_.try_emplace(what.picture, what.picture);
    } else {
      damaged(read.error());
    }
    break;
  case block_kind::durable:
    if (const auto read = read_durable(what.payload))
      items_.emplace_back(got_durable{what.picture, *read});
    else
      damaged(read.error());
    break;
  case block_kind::cursor:
    if (const auto read = read_cursors(what.payload))
      for (const auto& each : *read)
        items_.emplace_back(got_cursor{what.picture, each});
    else
      damaged(read.error());
    break;
  case block_kind::draw:
  case block_kind::chunk:
    blame("the server sent a block of kind " + std::to_string(static_cast<int>(what.kind)));
  }
  follow(what);
}

void inbox::follow(const block& what) {
  const auto at = pictures_.find(what.picture);
  if (at != pictures_.end()) {
    if (const auto done = at->second.apply(what); !done)
      blame(done.error().message);
  } else if (!not_followed_.contains(what.picture) && what.kind == block_kind::updates) {
    blame("UPDATES of picture " + std::to_string(what.picture.value) + " came before any SNAPSHOT");
  }
}

void inbox::take_updates(const block& what) {
  const auto updates = read_updates(what.payload);
  if (!updates)
    return blame("UPDATES are damaged: " + updates.error().message);
  auto seq = updates->first_seq;
  for (auto rest = updates->runs; !rest.empty();) {
    const auto run = take_run(rest);
    if (!run)
      return blame("UPDATES are damaged: " + run.error().message);
    auto ops = run->ops;
    for (std::uint32_t i = 0; i < run->count; ++i) {
      const auto size = sound_op_size(ops);
      const auto op = ops.first(size);
      items_.emplace_back(got_op{what.picture, seq++, run->author, run->first_client_seq + i, {op.begin(), op.end()}});
      ops = ops.subspan(size);
    }
  }
}

} // namespace atelier::cli::script
