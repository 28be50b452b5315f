#include "engine/chat/uploads.hpp"

#include "engine/arguments.hpp"
#include "protocol/attachment_name.hpp"

#include <string>
#include <utility>

namespace atelier {

namespace {

error shutting_down() {
  return {errc::shutting_down, "the server is shutting down; attach it again when it is back"};
}

std::optional<error> wrong_with_size(std::uint64_t size, std::uint64_t most) {
  if (size == 0)
    return error{errc::bad_data, "\"bytes\" is 0; an attachment has at least one byte"};
  if (size > most)
    return error{errc::bad_data,
                 "\"bytes\" is " + std::to_string(size) + "; an attachment has at most " + std::to_string(most)};
  return std::nullopt;
}

} // namespace

void uploads::attach(const asker& who, const command& what, turn& now) {
  std::string hash;
  auto fresh = wanted(who, what, hash);
  if (!fresh)
    return replies_.answer(who, tl::unexpected{fresh.error()}, now);
  const auto id = transfers_.open(who.from);
  if (!id)
    return replies_.answer(who, tl::unexpected{id.error()}, now);
  now.out.emplace_back(begin_attachment{*id, std::move(hash), fresh->bytes});
  uploads_.emplace(*id, std::move(*fresh));
}

result<uploads::upload> uploads::wanted(const asker& who, const command& what, std::string& hash) const {
  arguments args{what.args};
  const auto name = args.text("name");
  const auto size = args.number("bytes");
  const auto sha256 = args.text("sha256");
  auto text = args.optional_text("text").value_or("");
  if (args.wrong())
    return tl::unexpected{*args.wrong()};
  if (auto wrong = wrong_with_size(size, world_.bounds().attachment_bytes_max))
    return tl::unexpected{std::move(*wrong)};
  if (auto wrong = too_long_a_text(text))
    return tl::unexpected{std::move(*wrong)};
  if (auto wrong = chat_.listens(*what.session))
    return tl::unexpected{std::move(*wrong)};
  auto clean = clean_hash("sha256", sha256);
  if (!clean)
    return tl::unexpected{clean.error()};
  hash = std::move(*clean);
  return upload{who, *what.session, clean_attachment_name(name), std::move(text), false, size};
}

void uploads::on(attachment_posted input, turn& now) {
  const asker who{input.from, input.request, std::nullopt};
  const auto refuse = [&](error why) {
    replies_.answer(who, tl::unexpected{std::move(why)}, now);
  };
  if (world_.stopping)
    return refuse(shutting_down());
  if (!world_.sessions.contains(input.session))
    return refuse({errc::not_found, "there is no session " + std::to_string(input.session.value)});
  if (auto wrong = chat_.listens(input.session))
    return refuse(std::move(*wrong));
  if (auto wrong = wrong_with_size(input.content->size(), world_.bounds().attachment_bytes_max))
    return refuse(std::move(*wrong));
  if (auto wrong = too_long_a_text(input.text))
    return refuse(std::move(*wrong));
  const auto id = transfers_.open(input.from);
  if (!id)
    return refuse(id.error());
  uploads_.emplace(*id, upload{who, input.session, clean_attachment_name(input.name), std::move(input.text), true,
                               input.content->size(), input.content->size(), stage::finishing});
  now.out.emplace_back(keep_attachment{*id, std::move(input.content)});
}

void uploads::on(const attachment_begun& input, turn& now) {
  const auto which = uploads_.find(input.transfer);
  if (which == uploads_.end())
    return;
  auto& known = which->second;
  if (!input.offset) {
    replies_.answer(known.who, tl::unexpected{input.offset.error()}, now);
    return erase(which);
  }
  known.received = *input.offset;
  known.is = stage::receiving;
  // The message is the answer to keep, when there is one: a transfer is over with its connection.
  replies_.answer({known.who.from, known.who.id, std::nullopt},
                  json{{"transfer", input.transfer.value}, {"offset", known.received}}, now);
  if (known.received == known.bytes)
    finish(which, now);
}

std::optional<error> uploads::wrong_with(const upload& known, const chunk_received& input) const {
  const auto transfer = "transfer " + std::to_string(input.transfer.value);
  if (known.is == stage::beginning)
    return error{errc::bad_data, transfer + " has not been answered yet; its offset says where to go on"};
  if (input.offset != known.received)
    return error{errc::bad_data, "a CHUNK of " + transfer + " is for offset " + std::to_string(input.offset)
                                     + "; the next one must be for " + std::to_string(known.received)};
  if (input.piece->size() > known.bytes - known.received)
    return error{errc::bad_data, transfer + " was announced with " + std::to_string(known.bytes)
                                     + " bytes, and a CHUNK goes as far as "
                                     + std::to_string(input.offset + input.piece->size())};
  return std::nullopt;
}

void uploads::on(chunk_received input, turn& now) {
  const auto which = uploads_.find(input.transfer);
  if (which == uploads_.end() || which->second.who.from != input.from || which->second.posted) {
    now.send(input.from, transfer_news(input.transfer, no_such_transfer(input.transfer)));
    return now.send(input.from, chunk_taken{});
  }
  auto& known = which->second;
  if (const auto wrong = wrong_with(known, input)) {
    fail(which, *wrong, now);
    return now.send(input.from, chunk_taken{});
  }
  known.received += input.piece->size();
  auto& pieces = writing_[input.transfer];
  pieces.from = input.from;
  pieces.ends.push_back(known.received);
  now.out.emplace_back(write_chunk{input.transfer, input.offset, std::move(input.piece)});
}

void uploads::on(const chunk_written& input, turn& now) {
  const auto pieces = writing_.find(input.transfer);
  if (pieces == writing_.end())
    return;
  const auto from = pieces->second.from;
  const auto end = pieces->second.ends.front();
  pieces->second.ends.pop_front();
  if (pieces->second.ends.empty())
    writing_.erase(pieces);
  const auto which = uploads_.find(input.transfer);
  if (which == uploads_.end() || end < which->second.bytes)
    now.send(from, chunk_taken{});
  else
    which->second.owes_taken = true;
  if (which == uploads_.end())
    return;
  if (!input.written)
    return fail(which, input.written.error(), now);
  now.send(which->second.who.from, transfer_news(input.transfer, json{{"offset", end}}));
  if (end == which->second.bytes)
    finish(which, now);
}

void uploads::finish(place which, turn& now) {
  which->second.is = stage::finishing;
  now.out.emplace_back(finish_attachment{which->first});
}

void uploads::on(attachment_stored input, turn& now) {
  const auto which = uploads_.find(input.transfer);
  if (which == uploads_.end())
    return;
  if (!input.what)
    return fail(which, input.what.error(), now);
  const auto whole = std::move(which->second);
  erase(which);
  input.what->name = whole.name;
  say(whole, input.transfer, std::move(*input.what), now);
}

void uploads::say(const upload& whole, transfer_id which, attachment_note what, turn& now) {
  const auto said = [&]() -> result<json> {
    // The same may have come over a connection that was thought to be lost.
    if (const auto* first = whole.who.key ? world_.first_answers.find(*whole.who.key) : nullptr)
      return json::parse(*first).value("result", json::object());
    if (!world_.sessions.contains(whole.session))
      return failure(errc::not_found, "session " + std::to_string(whole.session.value) + " was removed meanwhile");
    if (auto wrong = chat_.listens(whole.session))
      return tl::unexpected{std::move(*wrong)};
    return chat_.attached(whole.who.from, whole.session, whole.text, std::move(what), now);
  }();
  if (whole.posted)
    return replies_.answer(whole.who, said, now);
  if (!said) {
    now.send(whole.who.from, transfer_news(which, said.error()));
    return pay(whole, now);
  }
  replies_.keep(whole.who, said, now);
  auto news = *said;
  news["offset"] = whole.bytes;
  world_.commits.hold(now, whole.who.from, transfer_news(which, std::move(news)));
  pay(whole, now);
}

void uploads::pay(const upload& ended, turn& now) {
  if (ended.owes_taken)
    world_.commits.hold(now, ended.who.from, chunk_taken{});
}

void uploads::fail(place which, const error& why, turn& now) {
  const auto id = which->first;
  const auto ended = std::move(which->second);
  erase(which);
  now.out.emplace_back(leave_attachment{id, false});
  if (ended.posted)
    replies_.answer(ended.who, tl::unexpected{why}, now);
  else
    now.send(ended.who.from, transfer_news(id, why));
  pay(ended, now);
}

bool uploads::cancel(transfer_id which, connection_id who, turn& now) {
  const auto found = uploads_.find(which);
  if (found == uploads_.end() || found->second.who.from != who || found->second.is == stage::beginning)
    return false;
  pay(found->second, now);
  erase(found);
  now.out.emplace_back(leave_attachment{which, true});
  return true;
}

void uploads::gone(connection_id who, turn& now) {
  for (auto it = uploads_.begin(); it != uploads_.end();) {
    const auto here = it++;
    if (here->second.who.from != who)
      continue;
    now.out.emplace_back(leave_attachment{here->first, false});
    erase(here);
  }
}

void uploads::stop(turn& now) {
  while (!uploads_.empty()) {
    const auto first = uploads_.begin();
    if (first->second.posted || first->second.is == stage::beginning) {
      replies_.answer({first->second.who.from, first->second.who.id, std::nullopt}, tl::unexpected{shutting_down()},
                      now);
      now.out.emplace_back(leave_attachment{first->first, false});
      erase(first);
    } else {
      fail(first, shutting_down(), now);
    }
  }
}

void uploads::erase(place which) {
  transfers_.close(which->first);
  uploads_.erase(which);
}

} // namespace atelier
