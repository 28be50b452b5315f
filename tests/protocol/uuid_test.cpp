#include "protocol/uuid.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("a UUID of any case is taken and comes out in lower case") {
  CHECK_EQ(canonical_uuid("01234567-89ab-cdef-0123-456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef");
  CHECK_EQ(canonical_uuid("FFFFFFFF-89AB-CDEF-0123-456789abcdef"), "ffffffff-89ab-cdef-0123-456789abcdef");
}

TEST_CASE("what is not written as a UUID is none") {
  const std::string good = "01234567-89ab-cdef-0123-456789abcdef";
  CHECK_FALSE(canonical_uuid("").has_value());
  CHECK_FALSE(canonical_uuid(good + "0").has_value());
  CHECK_FALSE(canonical_uuid("{" + good + "}").has_value());
  CHECK_FALSE(canonical_uuid("0123456789abcdef0123456789abcdef").has_value());
  for (std::size_t i = 0; i < good.size(); ++i) {
    CAPTURE(i);
    CHECK_FALSE(canonical_uuid(good.substr(0, i)).has_value());
    for (const char wrong : {'g', '-', ' ', '/', ':', '@', '`', 'G', '\0', '\xC3'}) {
      auto text = good;
      if (text[i] == wrong)
        continue;
      text[i] = wrong;
      CHECK_FALSE(canonical_uuid(text).has_value());
    }
  }
}
