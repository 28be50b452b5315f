#include "client/cli/script_line_parser.hpp"

#include "client/address.hpp"
#include "client/cli/op_text.hpp"
#include "client/cli/pattern_parser.hpp"
#include "client/cli/text.hpp"

#include <algorithm>
#include <array>

namespace atelier::cli::script {

namespace {

using parsed = line_parser::parsed;
using std::string;
using std::string_view;

tl::unexpected<string> wrong(string what) {
  return tl::unexpected{std::move(what)};
}

bool has_variable(string_view text) {
  return text.find('$') != string_view::npos;
}

bool is_name(string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
}

/// Numbers may stand as variables, which are looked at when the line is run.
bool may_be_number(string_view text) {
  return has_variable(text) || to_number<std::int64_t>(text).has_value();
}

/// What is wrong with ops, as far as that can be said before variables are known.
string problem_of_ops(string_view ops) {
  if (has_variable(ops))
    return {};
  bytes ignored;
  const auto done = append_ops(ignored, ops);
  return done ? "" : done.error().message;
}

} // namespace

string line_parser::word() {
  return string{take_word(rest_)};
}

parsed line_parser::length_then(string_view example, const std::function<action(std::chrono::milliseconds)>& make) {
  const auto text = take_word(rest_);
  const auto length = to_duration(text);
  if (!length || !rest_.empty())
    return wrong("a duration such as 200ms or 5s is due, not " + shown(text) + ": " + string{example});
  return make(*length);
}

parsed line_parser::open() {
  static constexpr string_view usage = "client NAME URL [raw]";
  open_client out{word(), word(), false};
  if (!is_name(out.connection))
    return wrong("the name of a client has letters, digits and _: " + string{usage});
  if (rest_ == "raw")
    out.raw = true;
  else if (!rest_.empty())
    return wrong("after the address stands " + shown(rest_) + "; only raw may: " + string{usage});
  if (out.url.empty())
    return wrong("an address is missing: " + string{usage});
  if (!has_variable(out.url))
    if (const auto where = client::parse_address(out.url); !where)
      return wrong(where.error().message);
  if (!clients_.insert(out.connection).second)
    return wrong("there is a client " + out.connection + " already; use reconnect");
  return out;
}

parsed line_parser::needs() {
  needs_transport out{word(), {}};
  for (const auto kind : words_of(rest_)) {
    if (kind != "unix" && kind != "tcp" && kind != "ws")
      return wrong("a transport is unix, tcp or ws, not " + shown(kind));
    out.kinds.emplace_back(kind);
  }
  if (out.kinds.empty())
    return wrong("write for instance: needs $CONNECT unix tcp");
  return out;
}

parsed line_parser::set() {
  set_variable out{word(), string{rest_}};
  if (!is_name(out.name))
    return wrong("the name of a variable has letters, digits and _: set NAME VALUE");
  return out;
}

parsed line_parser::same() {
  same_picture out{word(), word(), word()};
  for (const auto& each : {out.first, out.second})
    if (!clients_.contains(each))
      return wrong("there is no client " + shown(each) + ": same-picture CLIENT CLIENT PICTURE");
  if (!may_be_number(out.picture) || !rest_.empty())
    return wrong("write: same-picture CLIENT CLIENT PICTURE");
  return out;
}

parsed line_parser::draw(string connection) {
  draw_ops out{std::move(connection), word(), {}, {}};
  const auto colon = rest_.find(':');
  if (colon == string_view::npos)
    return wrong("write for instance: ada draw $p 1: pixel 3 4 #ff0000; line 0 0 9 9 3 #00ff0080");
  out.first_client_seq = trimmed(rest_.substr(0, colon));
  out.ops = trimmed(rest_.substr(colon + 1));
  if (!may_be_number(out.picture) || !may_be_number(out.first_client_seq))
    return wrong("picture and first client_seq must be numbers or variables");
  if (auto problem = problem_of_ops(out.ops); !problem.empty())
    return wrong(std::move(problem));
  return out;
}

parsed line_parser::expect(string connection, bool in_any_order) {
  static constexpr std::array kinds{"UPDATES", "SNAPSHOT", "DURABLE", "CURSOR"};
  auto after = rest_;
  const auto first = take_word(after);
  if (std::find(kinds.begin(), kinds.end(), first) != kinds.end()) {
    if (in_any_order)
      return wrong("blocks come in their order; expect them with <");
    return expect_blocks(std::move(connection), string{first}, after);
  }
  auto pattern = script_pattern::parse(rest_);
  if (!pattern)
    return wrong(pattern.error().message);
  return expect_json{std::move(connection), std::move(*pattern), in_any_order};
}

parsed line_parser::expect_blocks(string connection, string kind, string_view fields) {
  static const std::map<string, std::set<string, std::less<>>, std::less<>> known{
      {"UPDATES", {"picture", "first_seq", "author", "client_seq", "ops"}},
      {"SNAPSHOT", {"picture", "seq", "width", "height"}},
      {"DURABLE", {"picture", "seq"}},
      {"CURSOR", {"picture", "author", "x", "y"}},
  };
  expect_block out{std::move(connection), std::move(kind), {}, {}};
  if (const auto colon = fields.find(':'); colon != string_view::npos) {
    if (out.kind != "UPDATES")
      return wrong("only UPDATES have ops after a colon");
    out.ops = trimmed(fields.substr(colon + 1));
    fields = fields.substr(0, colon);
    if (auto problem = problem_of_ops(out.ops); !problem.empty())
      return wrong(std::move(problem));
  }
  for (const auto field : words_of(fields)) {
    const auto equals = std::min(field.find('='), field.size());
    const auto name = field.substr(0, equals);
    const auto value = field.substr(std::min(equals + 1, field.size()));
    if (!known.at(out.kind).contains(name))
      return wrong(out.kind + " has no field " + shown(name));
    if (value != "*" && !may_be_number(value))
      return wrong(string{name} + " must be a number, a variable or *, not " + shown(value));
    out.fields.emplace_back(name, value);
  }
  return out;
}

parsed line_parser::hex(string connection, send_message::form form) {
  if (!has_variable(rest_) && !from_hex(rest_))
    return wrong("bytes are pairs of hexadecimal digits, not " + shown(rest_));
  return send_message{std::move(connection), form, string{rest_}, {}};
}

parsed line_parser::frame(string connection) {
  auto kind = word();
  if (kind.size() != 1 && (kind.size() != 2 || !from_hex(kind)))
    return wrong("a frame's kind is a letter such as J or two hexadecimal digits: ada send-frame J 7b7d");
  auto out = hex(std::move(connection), send_message::form::frame);
  if (out)
    std::get<send_message>(*out).kind = std::move(kind);
  return out;
}

parsed line_parser::json_to_send(string connection) {
  if (!has_variable(rest_))
    if (const auto read = parse_json(rest_); !read)
      return wrong(read.error().message + "; send-text sends what is no JSON");
  return send_message{std::move(connection), send_message::form::json, string{rest_}, {}};
}

parsed line_parser::wait(string connection) {
  wait_until out{std::move(connection), {}, {}, {}};
  const auto mark = word();
  out.picture = word();
  out.seq = word();
  const bool is_seq = mark == "seq";
  if (is_seq)
    out.what = wait_until::mark::seq;
  else if (mark == "durable")
    out.what = wait_until::mark::durable;
  else if (mark == "sync")
    out.what = wait_until::mark::synced;
  else
    return wrong("one can wait for seq, durable or sync, not for " + shown(mark));
  if (!may_be_number(out.picture) || (!out.seq.empty() && !may_be_number(out.seq)) || (is_seq && out.seq.empty()))
    return wrong("write: ada wait seq PICTURE N, ada wait durable PICTURE [N] or ada wait sync PICTURE");
  return out;
}

parsed line_parser::of_client(string connection) {
  const auto verb = word();
  if (verb == ">")
    return json_to_send(std::move(connection));
  if (verb == "<")
    return expect(std::move(connection), false);
  if (verb == "~")
    return expect(std::move(connection), true);
  if (verb == "draw")
    return draw(std::move(connection));
  if (verb == "send-text")
    return send_message{std::move(connection), send_message::form::text, string{rest_}, {}};
  if (verb == "send-blocks")
    return hex(std::move(connection), send_message::form::blocks);
  if (verb == "send-bytes")
    return hex(std::move(connection), send_message::form::bytes);
  if (verb == "send-frame")
    return frame(std::move(connection));
  if (verb == "cursor")
    return cursor(std::move(connection));
  if (verb == "nothing")
    return length_then("ada nothing 200ms", [&](auto length) { return expect_nothing{std::move(connection), length}; });
  if (verb == "expect-closed")
    return expect_closed{std::move(connection), string{rest_}};
  if (verb == "ignore" || verb == "heed")
    return ignored(std::move(connection), verb == "ignore");
  if (verb == "cut")
    return cut{std::move(connection)};
  if (verb == "reconnect")
    return connect_again(std::move(connection));
  if (verb == "wait")
    return wait(std::move(connection));
  if (verb == "picture-png")
    return compare(std::move(connection));
  if (verb == "save-png")
    return save_picture{std::move(connection), word(), string{rest_}};
  if (verb == "pixel")
    return check_pixel{std::move(connection), word(), word(), word(), word()};
  return wrong("a client can't " + shown(verb)
               + "; it can >, <, ~, draw, cursor, send-text, send-blocks, send-bytes, send-frame, nothing, "
                 "expect-closed, ignore, heed, cut, reconnect, wait, pixel, picture-png and save-png");
}

parsed line_parser::cursor(string connection) {
  move_cursor out{std::move(connection), word(), word(), word()};
  if (!may_be_number(out.picture) || !may_be_number(out.x) || !may_be_number(out.y))
    return wrong("write: ada cursor PICTURE X Y");
  return out;
}

parsed line_parser::compare(string connection) {
  compare_picture out{std::move(connection), word(), string{rest_}};
  if (out.target.empty())
    return wrong("write: ada picture-png PICTURE FILE or ada picture-png PICTURE http://HOST:PORT/pictures/ID.png");
  return out;
}

parsed line_parser::connect_again(string connection) {
  if (!rest_.empty() && rest_ != "raw")
    return wrong("after reconnect only raw may stand, not " + shown(rest_));
  return reconnect{std::move(connection), rest_ == "raw"};
}

parsed line_parser::ignored(string connection, bool ignore) {
  set_ignored out{std::move(connection), {}, ignore};
  for (const auto kind : words_of(rest_))
    out.kinds.emplace_back(kind);
  if (out.kinds.empty())
    return wrong("name what to ignore or heed: types of messages such as presence, or UPDATES, DURABLE, CURSOR");
  return out;
}

parsed line_parser::whole() {
  const auto first = word();
  if (first == "client")
    return open();
  if (first == "set")
    return set();
  if (first == "needs")
    return needs();
  if (first == "sleep")
    return length_then("sleep 200ms", [](auto length) { return pause{length}; });
  if (first == "timeout")
    return length_then("timeout 5s", [](auto length) { return set_timeout{length}; });
  if (first == "same-picture")
    return same();
  if (clients_.contains(first))
    return of_client(first);
  return wrong(shown(first)
               + " is neither a client that was opened above nor one of client, set, needs, sleep, "
                 "timeout and same-picture");
}

} // namespace atelier::cli::script
