#pragma once

#include <pthread.h>

namespace atelier::runtime {

/// Names the calling thread for those who look at the process from outside; at most 15 characters.
inline void name_this_thread(const char* name) noexcept {
  ::pthread_setname_np(::pthread_self(), name);
}

} // namespace atelier::runtime
