# Rules that every room shares.

add_library(atelier_options INTERFACE)
target_include_directories(atelier_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(atelier_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow)
# gcc 12 sees these in the moves of std::variant, tl::expected and std::string wherever it inlines them.
target_compile_options(atelier_options INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-restrict;-Wno-array-bounds>)
target_compile_definitions(atelier_options INTERFACE BOOST_ASIO_NO_DEPRECATED)
if(ATELIER_SANITIZE)
  target_compile_options(atelier_options INTERFACE -fsanitize=${ATELIER_SANITIZE} -fno-omit-frame-pointer
                                                   -fno-sanitize-recover=all)
  target_link_options(atelier_options INTERFACE -fsanitize=${ATELIER_SANITIZE})
  if(ATELIER_SANITIZE MATCHES "address,undefined")
    # A third of the time to compile, for what AddressSanitizer finds as well.
    target_compile_options(atelier_options INTERFACE
      -fno-sanitize=vptr,null,alignment,object-size,pointer-overflow,returns-nonnull-attribute,nonnull-attribute)
  endif()
  if(ATELIER_SANITIZE STREQUAL "thread")
    # Asio's fences, which ThreadSanitizer does not see; what they order is ordered by atomics as well.
    target_compile_options(atelier_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
endif()

# atelier_find(NAME HEADER LIBRARY): a Debian library without a CMake package, as the target NAME::NAME.
function(atelier_find name header)
  find_path(${name}_INCLUDE ${header} REQUIRED)
  find_library(${name}_LIBRARY NAMES ${ARGN} ${name} REQUIRED)
  add_library(${name}::${name} INTERFACE IMPORTED)
  target_include_directories(${name}::${name} SYSTEM INTERFACE ${${name}_INCLUDE})
  target_link_libraries(${name}::${name} INTERFACE ${${name}_LIBRARY})
endfunction()

# atelier_library(NAME SOURCES ... LINKS ...): one room, or the part of it without CAF and Boost. What it may include
# is what it links.
function(atelier_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC atelier_options ${arg_LINKS})
endfunction()

# atelier_precompile(TARGET ...): reuse the headers that are precompiled for the cores, or, with ACTORS, those with
# CAF and Asio as well.
function(atelier_precompile)
  cmake_parse_arguments(arg "ACTORS" "" "" ${ARGN})
  if(NOT ATELIER_PCH)
    return()
  endif()
  foreach(target ${arg_UNPARSED_ARGUMENTS})
    if(arg_ACTORS)
      target_precompile_headers(${target} REUSE_FROM atelier_pch_actors)
    else()
      target_precompile_headers(${target} REUSE_FROM atelier_pch_core)
    endif()
  endforeach()
endfunction()

# atelier_test(NAME SOURCES ... LINKS ... [ACTORS] [LABELS ...] [TIMEOUT s]): one doctest program, one ctest entry. Tests
# labelled `actors` (ACTORS does it) or `threads` are those that run under ThreadSanitizer too.
function(atelier_test name)
  cmake_parse_arguments(arg "ACTORS" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/tests/main.cpp)
  target_link_libraries(${name} PRIVATE atelier_options doctest::doctest ${arg_LINKS})
  target_compile_definitions(${name} PRIVATE ATELIER_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             ATELIER_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  if(arg_ACTORS)
    list(APPEND arg_LABELS actors)
    atelier_precompile(ACTORS ${name})
  else()
    atelier_precompile(${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
endfunction()

file(WRITE ${CMAKE_BINARY_DIR}/empty.cpp "")
if(ATELIER_PCH)
  set(core_headers <algorithm> <chrono> <cstdint> <deque> <functional> <map> <memory> <optional> <span> <string>
                   <string_view> <tuple> <unordered_map> <utility> <variant> <vector> <nlohmann/json.hpp>
                   <tl/expected.hpp>)
  add_library(atelier_pch_core STATIC ${CMAKE_BINARY_DIR}/empty.cpp)
  target_link_libraries(atelier_pch_core PRIVATE atelier_options)
  target_precompile_headers(atelier_pch_core PRIVATE ${core_headers})
  add_library(atelier_pch_actors STATIC ${CMAKE_BINARY_DIR}/empty.cpp)
  target_link_libraries(atelier_pch_actors PRIVATE atelier_options)
  target_precompile_headers(atelier_pch_actors PRIVATE ${core_headers} <caf/all.hpp> <boost/asio.hpp>)
endif()
