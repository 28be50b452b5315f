#include <jemalloc/jemalloc.h>

/// How jemalloc is set up (jemalloc(3), "TUNING"): it reads this when the process begins. A thread of its own gives
/// back what is free, also of those that allocate no more.
extern "C" const char* malloc_conf;
const char* malloc_conf = "background_thread:true";
