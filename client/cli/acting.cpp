#include "client/cli/acting.hpp"

#include "client/cli/chat_text.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/listed.hpp"
#include "client/cli/named_things.hpp"
#include "client/cli/passphrase_source.hpp"

#include <CLI/Option.hpp>
#include <cstdio>

namespace atelier::cli {

using client::outcome;

namespace {

outcome<json> signed_in(const client::sender& to, const acting& who) {
  return credentials(to, who).and_then([&](json args) { return ask(to, "sign_in", std::move(args)); });
}

} // namespace

void add_acting(CLI::App& command, acting& who) {
  command.add_option("--as", who.handle, "Do it as this player");
  command.add_option("--passphrase-file", who.passphrase_file,
                     "The file with the player's passphrase, - for the input; otherwise ATELIER_PASSPHRASE, or it is "
                     "asked for");
}

outcome<json> credentials(const client::sender& to, const acting& who) {
  json out{{"handle", who.handle}};
  const auto all = all_listed(to, "players");
  if (!all)
    return tl::unexpected{all.error()};
  const auto player = find_thing(list_field(*all, "players"), a_player, who.handle);
  // A handle is also known in another case, which the server knows better.
  if (player)
    out = {{"player", field(*player, "id")}};
  if (!player || !flag_field(*player, "protected"))
    return out;
  auto passphrase = read_passphrase(who.passphrase_file, "passphrase for " + presentable_name(who.handle) + ": ");
  if (!passphrase)
    return tl::unexpected{passphrase.error()};
  out["passphrase"] = std::move(*passphrase);
  return out;
}

int carry_out(const settings& how, const acting& who, const work& what,
              const std::function<void(const json&)>& in_words) {
  const auto made = client::connect(how.url);
  if (!made)
    return report(made.error());
  if (!who.handle.empty())
    if (const auto known = signed_in(made->commands, who); !known)
      return report(known.error());
  const auto answer = what(made->commands);
  // Its token would be good for weeks, and nobody has it.
  if (!who.handle.empty())
    static_cast<void>(ask(made->commands, "sign_out"));
  return show_outcome(how, answer, [&](const json& result) {
    in_words(result);
    return exit_done;
  });
}

outcome<json> ask_in(const client::sender& to, std::uint64_t session, std::string action, json args) {
  command what;
  what.action = std::move(action);
  what.session = session_id{static_cast<session_id::rep>(session)};
  what.args = std::move(args);
  return ask(to, std::move(what));
}

outcome<std::uint64_t> session_of(const client::sender& to, std::string_view meant) {
  return all_listed(to, "sessions").and_then([&](const json& all) {
    return find_id(list_field(all, "sessions"), a_session, meant);
  });
}

outcome<std::uint64_t> player_of(const client::sender& to, std::string_view meant) {
  return all_listed(to, "players").and_then([&](const json& all) {
    return find_id(list_field(all, "players"), a_player, meant);
  });
}

outcome<std::uint64_t> challenge_of(const client::sender& to, std::string_view meant) {
  return all_listed(to, "challenges").and_then([&](const json& all) {
    return find_id(list_field(all, "challenges"), a_challenge, meant);
  });
}

void remark_similar(const settings& how, const json& answer) {
  if (!how.quiet)
    for (const auto& each : list_field(answer, "similar"))
      std::fprintf(stderr, "it is much like %s\n", value_words(each).c_str());
}

} // namespace atelier::cli
