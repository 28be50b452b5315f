#include "client/transfer_news.hpp"

#include "client/routing.hpp"

namespace atelier::client {

outcome<transfer_news> to_transfer_news(const json& message) {
  try {
    transfer_news out{transfer_id{message.at("transfer").get<transfer_id::rep>()}};
    if (const auto error = message.find("error"); error != message.end()) {
      out.error = refusal(*error);
      return out;
    }
    out.offset = message.at("offset").get<std::uint64_t>();
    if (const auto said = message.find("message"); said != message.end())
      out.message = *said;
    return out;
  } catch (const json::exception&) {
    return failed(fault_kind::broken_contract,
                  "the server's news of a transfer lacks a number or an offset: " + shown(to_text(message)));
  }
}

bool only_postpones(const fault& why) noexcept {
  return why.kind == fault_kind::lost || why.kind == fault_kind::unreachable || why.kind == fault_kind::timed_out
         || (why.kind == fault_kind::refused && why.code == "shutting_down");
}

} // namespace atelier::client
