#include "client/connection.hpp"

#include "client/link.hpp"

namespace atelier::client {

std::future<outcome<json>> sender::send(command what) const {
  return link_->send(std::move(what));
}

outcome<void> sender::post(const json& what) const {
  return link_->wire().post(json_message(to_text(what)));
}

outcome<void> sender::post_blocks(bytes blocks) const {
  return link_->wire().post(blocks_message(std::move(blocks)));
}

void sender::close() const {
  link_->wire().close();
}

receiver& receiver::operator=(receiver&& other) noexcept {
  std::swap(link_, other.link_);
  return *this;
}

receiver::~receiver() {
  if (link_)
    link_->wire().drop_receiver();
}

outcome<message> receiver::recv(std::optional<std::chrono::milliseconds> timeout) {
  return link_->wire().recv(timeout);
}

outcome<connection> connect(std::string_view url, const options& how) {
  const auto where = parse_address(url);
  if (!where)
    return tl::unexpected{where.error()};
  auto shared = std::make_shared<link>(how);
  auto hello = shared->open(*where);
  if (!hello)
    return tl::unexpected{hello.error()};
  return connection{sender{shared}, receiver{shared}, std::move(*hello)};
}

} // namespace atelier::client
