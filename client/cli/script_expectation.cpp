#include "client/cli/script_expectation.hpp"

#include "client/cli/op_text.hpp"
#include "client/cli/text.hpp"

namespace atelier::cli::script {

namespace {

using field_list = std::vector<std::pair<std::string, json>>;

verdict failed(std::string why) {
  return {verdict::state::failed, std::move(why)};
}
constexpr auto met = verdict::state::met;
constexpr auto open = verdict::state::open;

struct to_fields {
  field_list operator()(const got_json&) const {
    return {};
  }
  field_list operator()(const got_op& what) const {
    return {{"picture", what.picture.value},
            {"first_seq", what.seq},
            {"author", what.author.value},
            {"client_seq", what.client_seq}};
  }
  field_list operator()(const got_snapshot& what) const {
    return {{"picture", what.picture.value}, {"seq", what.seq}, {"width", what.width}, {"height", what.height}};
  }
  field_list operator()(const got_durable& what) const {
    return {{"picture", what.picture.value}, {"seq", what.seq}};
  }
  field_list operator()(const got_cursor& what) const {
    return {{"picture", what.picture.value},
            {"author", what.where.author.value},
            {"x", what.where.at.x},
            {"y", what.where.at.y}};
  }
};

/// What is wrong with an item's fields; empty where nothing is.
std::string fields_mismatch(const expect_block& expected, const item& came, script_variables& variables) {
  const auto there = std::visit(to_fields{}, came);
  for (const auto& [name, wanted] : expected.fields) {
    if (name == "ops")
      continue;
    const auto field = std::find_if(there.begin(), there.end(),
                                    [&wanted_name = name](const auto& each) { return each.first == wanted_name; });
    const auto pattern = script_pattern::parse(wanted);
    if (!pattern)
      return pattern.error().message;
    if (const auto wrong = pattern->mismatch(field->second, variables))
      return name + ": " + *wrong;
  }
  return {};
}

/// What `UPDATES` waits for: how many ops, and which ones where they are listed.
struct wanted_ops {
  std::size_t count = 1;
  std::vector<bytes> listed;
};

result<wanted_ops> ops_of(const expect_block& expected, const script_variables& variables) {
  wanted_ops out;
  if (!expected.ops.empty()) {
    const auto text = substituted(expected.ops, variables);
    if (!text)
      return tl::unexpected{text.error()};
    for (const auto piece : pieces_of(*text, ';')) {
      bytes raw;
      if (const auto done = append_op(raw, piece); !done)
        return tl::unexpected{done.error()};
      out.listed.push_back(std::move(raw));
    }
    out.count = out.listed.size();
  }
  for (const auto& [name, value] : expected.fields) {
    if (name != "ops")
      continue;
    const auto text = substituted(value, variables);
    const auto count = text ? to_number<std::size_t>(*text) : std::nullopt;
    if (!count || *count == 0 || (!out.listed.empty() && *count != out.count))
      return failure(errc::bad_data, "ops= must be the number of ops, at least 1");
    out.count = *count;
  }
  return out;
}

/// The places of the first items that are heeded, or of the kind that is looked for.
std::vector<std::size_t> heeded(inbox& from, const std::string& kind, std::size_t count) {
  std::vector<std::size_t> out;
  auto& items = from.items();
  for (std::size_t i = 0; i < items.size() && out.size() < count; ++i) {
    const auto its = kind_of(items[i]);
    if (its == kind || !from.ignores(its))
      out.push_back(i);
  }
  return out;
}

void take_through(inbox& from, std::size_t last) {
  auto& items = from.items();
  items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(last) + 1);
}

std::string after_first(std::size_t index) {
  return index == 0 ? "" : "op " + std::to_string(index + 1) + " of those expected: ";
}

} // namespace

std::optional<std::string> first_heeded(const inbox& from) {
  for (const auto& each : from.items())
    if (!from.ignores(kind_of(each)))
      return words_of(each);
  return std::nullopt;
}

std::string words_of(const expect_json& expected) {
  return expected.pattern.text() + (expected.in_any_order ? " (in any order)" : "");
}

std::string words_of(const expect_block& expected) {
  auto out = expected.kind;
  for (const auto& [name, value] : expected.fields)
    out.append(" ").append(name).append("=").append(value);
  return expected.ops.empty() ? out : out + ": " + expected.ops;
}

verdict judge(const expect_json& expected, inbox& from, script_variables& variables) {
  auto& items = from.items();
  // A type that is ignored counts where the pattern asks for that type.
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* message = std::get_if<got_json>(&items[i]);
    const bool ignored = from.ignores(kind_of(items[i]));
    if (message == nullptr) {
      if (ignored || expected.in_any_order)
        continue;
      return failed("a block came: " + words_of(items[i]));
    }
    const auto wrong = expected.pattern.mismatch(message->what, variables);
    if (!wrong) {
      if (expected.in_any_order)
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
      else
        take_through(from, i);
      return {met, {}};
    }
    if (!ignored && !expected.in_any_order)
      return failed(*wrong + "; the message is " + words_of(items[i]));
  }
  return {open, {}};
}

verdict judge(const expect_block& expected, inbox& from, script_variables& variables) {
  const auto wanted = ops_of(expected, variables);
  if (!wanted)
    return failed(wanted.error().message);
  const auto& items = from.items();
  const auto places = heeded(from, expected.kind, wanted->count);
  auto tried = variables;
  seq_t due = 0;
  for (std::size_t n = 0; n < places.size(); ++n) {
    const auto& came = items[places[n]];
    if (kind_of(came) != expected.kind)
      return failed(after_first(n) + words_of(came) + " came");
    if (n == 0)
      if (const auto wrong = fields_mismatch(expected, came, tried); !wrong.empty())
        return failed(wrong + "; it is " + words_of(came));
    const auto* op = std::get_if<got_op>(&came);
    if (op == nullptr)
      continue;
    const auto& first = std::get<got_op>(items[places[0]]);
    if (n > 0 && (op->seq != due || op->picture != first.picture))
      return failed(after_first(n) + "op " + std::to_string(due) + " is due, but " + words_of(came) + " came");
    due = op->seq + 1;
    if (!wanted->listed.empty() && op->op != wanted->listed[n])
      return failed(after_first(n) + words_of(came) + " came");
  }
  if (places.size() < wanted->count)
    return {open, {}};
  variables = std::move(tried);
  take_through(from, places.back());
  return {met, {}};
}

} // namespace atelier::cli::script
