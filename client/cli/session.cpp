#include "client/cli/session.hpp"

#include "client/cli/exit_codes.hpp"
#include "client/cli/interrupt.hpp"
#include "client/cli/output.hpp"

#include <cstdio>
#include <random>

namespace atelier::cli {

namespace {

constexpr std::chrono::milliseconds look_interval{50};

} // namespace

int report(const client::fault& why) {
  if (interrupted())
    return exit_interrupted;
  const bool coded = why.kind == client::fault_kind::refused && !why.code.empty();
  std::fprintf(stderr, "atelier: %s%s%s\n", coded ? why.code.c_str() : "", coded ? ": " : "", why.message.c_str());
  return exit_code_of(why.kind);
}

int show_outcome(const settings& how, const client::outcome<json>& answer,
                 const std::function<int(const json&)>& in_words) {
  if (!answer)
    return report(answer.error());
  if (!how.json)
    return in_words(*answer);
  print_json(*answer);
  return exit_done;
}

client::outcome<json> ask(const client::sender& to, command what) {
  auto answer = to.send(std::move(what));
  while (answer.wait_for(look_interval) != std::future_status::ready)
    if (interrupted())
      return client::failed(client::fault_kind::lost, "interrupted");
  return answer.get();
}

client::outcome<json> ask(const client::sender& to, std::string action, json args) {
  command what;
  what.action = std::move(action);
  what.args = std::move(args);
  return ask(to, std::move(what));
}

client::outcome<json> ask_once(const settings& how, std::string action, json args) {
  const auto made = client::connect(how.url);
  if (!made)
    return tl::unexpected{made.error()};
  return ask(made->commands, std::move(action), std::move(args));
}

std::string random_uuid() {
  std::random_device random;
  std::uniform_int_distribution<unsigned> nibble{0, 15};
  std::string out = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  for (auto& c : out)
    if (c == 'x')
      c = "0123456789abcdef"[nibble(random)];
    else if (c == 'y')
      c = "89ab"[nibble(random) & 3];
  return out;
}

} // namespace atelier::cli
