#include "io_actors/http_actor.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/field.hpp>

namespace atelier {

void http_actor::act(const attachment_route& what) {
  download_.emplace(what, head_only_);
  stage_ = stage::waiting;
  stream_.expires_never();
  ask_for_part();
}

void http_actor::ask_for_part() {
  if (const auto offset = download_->ask())
    send(setup_.engine,
         attachment_requested{setup_.id, ++request_, download_->what().hash, download_->what().thumbnail, *offset});
}

void http_actor::take(const attachment_part& what) {
  if (!download_ || what.request != request_)
    return;
  if (stage_ == stage::waiting) {
    answer(download_->begin(what.piece, parser_->get()[boost::beast::http::field::if_none_match]));
    return ask_for_part();
  }
  // The head has promised more than what came, so that only the end of the connection says that it is not whole.
  if (!download_->take(what.piece))
    return end();
  if (!writing_ && !part_)
    write_part();
}

void http_actor::write_part() {
  if (download_->is_done()) {
    download_.reset();
    return answered();
  }
  part_ = download_->part();
  if (!part_)
    return stream_.expires_never();
  part_left_ = *part_;
  ask_for_part();
  write_part_some();
}

void http_actor::write_part_some() {
  stream_.expires_after(setup_.bounds->stall_max);
  stream_.async_write_some(boost::asio::buffer(part_left_.data(), part_left_.size()),
                           bind([this](error_code failed, std::size_t count) {
                             if (failed)
                               return end();
                             part_left_ = part_left_.subspan(count);
                             if (!part_left_.empty())
                               return write_part_some();
                             part_.reset();
                             write_part();
                           }));
}

} // namespace atelier
