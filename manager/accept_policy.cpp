#include "manager/accept_policy.hpp"

#include <cerrno>

namespace atelier {

accept_policy::verdict accept_policy::failed(std::error_code why, seldom::time_point now) {
  switch (why.value()) {
  case EMFILE:
  case ENFILE:
  case ENOBUFS:
  case ENOMEM:
    news_ = waits_.happened(now).has_value();
    return verdict::wait;
  case EBADF:
  case EINVAL:
  case ENOTSOCK:
  case EOPNOTSUPP:
  case ECANCELED:
    news_ = true;
    return verdict::give_up;
  default:
    // Linux hands errors of the connection itself to accept (accept(2), "Error handling").
    news_ = false;
    return verdict::go_on;
  }
}

} // namespace atelier
