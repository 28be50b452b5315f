#pragma once

/// \file
/// Debian's CAF is not instrumented, so ThreadSanitizer does not see that a mailbox or a reference count orders two
/// threads. These say so; without ThreadSanitizer they are nothing.

#if defined(__SANITIZE_THREAD__)
#define ATELIER_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ATELIER_TSAN 1
#endif
#endif

#ifdef ATELIER_TSAN
extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
}
#endif

namespace atelier::runtime {

/// What was done before a `publish` of the same address happened before what follows.
inline void observe([[maybe_unused]] const void* address) noexcept {
#ifdef ATELIER_TSAN
  __tsan_acquire(const_cast<void*>(address));
#endif
}

inline void publish([[maybe_unused]] const void* address) noexcept {
#ifdef ATELIER_TSAN
  __tsan_release(const_cast<void*>(address));
#endif
}

} // namespace atelier::runtime
