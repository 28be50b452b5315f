#include "manager/accept_policy.hpp"

#include <cerrno>
#include <doctest/doctest.h>

using atelier::accept_policy;
using atelier::seldom;

namespace {

constexpr seldom::time_point start{std::chrono::hours{1}};

std::error_code system_error(int number) {
  return {number, std::system_category()};
}

} // namespace

TEST_CASE("a listener waits where files or memory have run out, and says so once in a while") {
  for (const auto number : {EMFILE, ENFILE, ENOBUFS, ENOMEM}) {
    CAPTURE(number);
    accept_policy policy;
    CHECK(policy.failed(system_error(number), start) == accept_policy::verdict::wait);
    CHECK(policy.is_news());
    CHECK(policy.failed(system_error(number), start + accept_policy::pause) == accept_policy::verdict::wait);
    CHECK_FALSE(policy.is_news());
    CHECK(policy.failed(system_error(number), start + seldom::pause) == accept_policy::verdict::wait);
    CHECK(policy.is_news());
  }
}

TEST_CASE("a connection that failed before it was accepted stops nobody") {
  for (const auto number : {ECONNABORTED, EPROTO, ENETDOWN, EHOSTUNREACH, EPERM}) {
    CAPTURE(number);
    accept_policy policy;
    CHECK(policy.failed(system_error(number), start) == accept_policy::verdict::go_on);
    CHECK_FALSE(policy.is_news());
  }
}

TEST_CASE("a listener whose socket is of no use gives up") {
  for (const auto number : {EBADF, EINVAL, ENOTSOCK, ECANCELED}) {
    CAPTURE(number);
    accept_policy policy;
    CHECK(policy.failed(system_error(number), start) == accept_policy::verdict::give_up);
    CHECK(policy.is_news());
  }
}
