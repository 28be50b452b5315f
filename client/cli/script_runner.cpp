#include "client/cli/script_runner.hpp"

#include "client/cli/interrupt.hpp"
#include "client/cli/op_text.hpp"
#include "client/cli/script_expectation.hpp"
#include "client/cli/text.hpp"

#include <thread>

namespace atelier::cli::script {

namespace {

constexpr std::chrono::milliseconds look_interval{100};

} // namespace

outcome runner::run(const std::vector<statement>& script) {
  for (const auto& each : script) {
    auto failed = std::visit([&](const auto& what) { return run(what); }, each.what);
    if (interrupted())
      return {outcome::kind::interrupted, each.line, "interrupted"};
    if (passed_over_)
      return {outcome::kind::passed_over, each.line, {}};
    for (auto& [name, connection] : clients_) {
      if (failed)
        break;
      failed = breach_of(name);
    }
    if (failed)
      return {outcome::kind::failed, each.line, std::move(*failed)};
  }
  return {};
}

bool runner::pump_until(script_client& which, clock::time_point deadline, const std::function<bool()>& done) {
  which.drain();
  while (!done()) {
    if (interrupted() || which.ended() || which.received().breach() || clock::now() >= deadline)
      return false;
    which.pump(std::min(deadline, clock::now() + look_interval));
  }
  return true;
}

runner::failure_text runner::breach_of(const std::string& name) {
  if (const auto& breach = client_of(name).received().breach())
    return name + " saw the server break the contract: " + *breach;
  return std::nullopt;
}

result<std::int64_t> runner::number_in(const std::string& text, std::int64_t least, std::int64_t most) const {
  const auto words = substituted(text, variables_);
  if (!words)
    return tl::unexpected{words.error()};
  const auto value = to_number<std::int64_t>(*words);
  if (value && *value >= least && *value <= most)
    return *value;
  return failure(errc::bad_data,
                 shown(*words) + " is not a number from " + std::to_string(least) + " to " + std::to_string(most));
}

result<picture_id> runner::picture_number(const std::string& text) const {
  return number<picture_id::rep>(text).map([](auto value) { return picture_id{value}; });
}

runner::failure_text runner::run(const set_variable& what) {
  auto text = substituted(what.value, variables_);
  if (!text)
    return text.error().message;
  // What reads as JSON is a number or a value; anything else is a string.
  const auto value = parse_json(*text);
  variables_[what.name] = value ? *value : json(*text);
  return std::nullopt;
}

runner::failure_text runner::run(const needs_transport& what) {
  const auto url = substituted(what.url, variables_);
  if (!url)
    return url.error().message;
  const auto kind = url->substr(0, url->find(':'));
  passed_over_ = std::find(what.kinds.begin(), what.kinds.end(), kind) == what.kinds.end();
  return std::nullopt;
}

runner::failure_text runner::run(const pause& what) {
  const auto end = clock::now() + what.length;
  while (clock::now() < end && !interrupted())
    std::this_thread::sleep_for(std::min<clock::duration>(end - clock::now(), look_interval));
  return std::nullopt;
}

runner::failure_text runner::run(const set_timeout& what) {
  timeout_ = what.length;
  return std::nullopt;
}

runner::failure_text runner::run(const open_client& what) {
  const auto url = substituted(what.url, variables_);
  if (!url)
    return url.error().message;
  auto where = client::parse_address(*url);
  if (!where)
    return where.error().message;
  auto& made = clients_.insert_or_assign(what.connection, script_client{std::move(*where)}).first->second;
  return connect(made, what.raw);
}

runner::failure_text runner::run(const reconnect& what) {
  return connect(client_of(what.connection), what.raw);
}

runner::failure_text runner::run(const cut& what) {
  client_of(what.connection).cut();
  return std::nullopt;
}

runner::failure_text runner::connect(script_client& which, bool raw) {
  if (const auto opened = which.open(timeout_); !opened)
    return opened.error().message;
  if (raw)
    return std::nullopt;
  auto& items = which.received().items();
  if (!pump_until(which, deadline(), [&] { return !items.empty(); }))
    return "no hello came" + (which.ended() ? ": " + which.ended()->message : "");
  if (kind_of(items.front()) != "hello")
    return "the first message should be a hello, but is " + words_of(items.front());
  items.pop_front();
  return std::nullopt;
}

runner::failure_text runner::run(const send_message& what) {
  const auto text = substituted(what.body, variables_);
  if (!text)
    return text.error().message;
  auto& connection = client_of(what.connection);
  client::outgoing message;
  if (what.what == send_message::form::json || what.what == send_message::form::text) {
    const auto value = parse_json(*text);
    if (!value && what.what == send_message::form::json)
      return value.error().message + "; send-text sends what is no JSON";
    if (value)
      connection.received().subscribed(*value);
    message = client::json_message(*text);
  } else {
    auto raw = from_hex(*text);
    if (!raw)
      return "bytes are pairs of hexadecimal digits, not " + shown(*text);
    if (what.what == send_message::form::frame) {
      const auto kind = what.kind.size() == 2 ? from_hex(what.kind)->front() : static_cast<std::byte>(what.kind[0]);
      const auto header = frame_header(static_cast<frame_kind>(kind), raw->size());
      raw->insert(raw->begin(), header.begin(), header.end());
    }
    message.what =
        what.what == send_message::form::blocks ? client::outgoing::form::blocks : client::outgoing::form::raw;
    message.body = std::move(*raw);
  }
  if (const auto sent = connection.send(std::move(message)); !sent)
    return sent.error().message;
  return std::nullopt;
}

runner::failure_text runner::run(const draw_ops& what) {
  const auto picture = picture_number(what.picture);
  const auto first = number<client_seq_t>(what.first_client_seq);
  const auto text = substituted(what.ops, variables_);
  if (!picture || !first || !text)
    return (!picture ? picture.error() : !first ? first.error() : text.error()).message;
  bytes ops;
  if (const auto done = append_ops(ops, *text); !done)
    return done.error().message;
  bytes blocks;
  append_draw(blocks, *picture, *first, ops);
  if (const auto sent = client_of(what.connection).send(client::blocks_message(std::move(blocks))); !sent)
    return sent.error().message;
  return std::nullopt;
}

runner::failure_text runner::run(const move_cursor& what) {
  const auto picture = picture_number(what.picture);
  const auto x = number<std::int16_t>(what.x);
  const auto y = number<std::int16_t>(what.y);
  if (!picture || !x || !y)
    return (!picture ? picture.error() : !x ? x.error() : y.error()).message;
  bytes blocks;
  append_client_cursor(blocks, *picture, {*x, *y});
  if (const auto sent = client_of(what.connection).send(client::blocks_message(std::move(blocks))); !sent)
    return sent.error().message;
  return std::nullopt;
}

template <class Expected>
runner::failure_text runner::expect(const Expected& what) {
  auto& connection = client_of(what.connection);
  verdict now;
  const auto decided = [&] {
    now = judge(what, connection.received(), variables_);
    return now.is != verdict::state::open;
  };
  const bool in_time = pump_until(connection, deadline(), decided);
  if (in_time && now.is == verdict::state::met)
    return std::nullopt;
  const auto intro = what.connection + " expected " + words_of(what) + ", but ";
  if (in_time)
    return intro + now.why;
  if (connection.ended())
    return intro + connection.ended()->message;
  return intro + "nothing like it came within " + std::to_string(timeout_.count()) + " ms";
}

runner::failure_text runner::run(const expect_json& what) {
  return expect(what);
}

runner::failure_text runner::run(const expect_block& what) {
  return expect(what);
}

runner::failure_text runner::run(const expect_nothing& what) {
  auto& connection = client_of(what.connection);
  std::optional<std::string> came;
  const auto something = [&] {
    return (came = first_heeded(connection.received())).has_value();
  };
  if (pump_until(connection, clock::now() + what.length, something))
    return what.connection + " expected nothing, but got " + *came;
  if (connection.ended())
    return what.connection + " expected nothing, but " + connection.ended()->message;
  return std::nullopt;
}

runner::failure_text runner::run(const expect_closed& what) {
  auto& connection = client_of(what.connection);
  const auto closed = [&] {
    return connection.ended().has_value();
  };
  pump_until(connection, deadline(), closed);
  auto intro = what.connection + " expected the server to close the connection"
               + (what.reason.empty() ? "" : " with goodbye " + what.reason) + ", but ";
  if (!closed())
    return intro + "it still stands after " + std::to_string(timeout_.count()) + " ms";
  std::optional<std::string> reason;
  for (const auto& each : connection.received().items()) {
    const auto kind = kind_of(each);
    if (kind == "goodbye" && !reason)
      reason = std::get<got_json>(each).what.value("reason", "");
    else if (!connection.received().ignores(kind))
      return intro + words_of(each) + " came";
  }
  connection.received().items().clear();
  if (!what.reason.empty() && reason != what.reason)
    return intro + (reason ? "the reason is " + *reason : "there was no goodbye");
  return std::nullopt;
}

runner::failure_text runner::run(const set_ignored& what) {
  for (const auto& each : what.kinds)
    client_of(what.connection).received().ignore(each, what.ignored);
  return std::nullopt;
}

} // namespace atelier::cli::script
