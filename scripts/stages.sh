# The stages of scripts/test and scripts/soak. To be sourced, with bash's -euo pipefail.

passed=0 failed=0 current=

# finish: the closing line, and the exit code that goes with it.
finish() {
  echo
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

# run_stages NAMES [STAGE...]: installs what is missing and runs the stages that are named, or all of NAMES.
run_stages() {
  local -a all stages
  local stage
  read -ra all <<<"$1"
  shift
  for stage in "$@"; do
    if [[ ! " ${all[*]} " == *" $stage "* ]]; then
      echo "scripts/${0##*/}: there is no stage '$stage'; the stages are: ${all[*]}" >&2
      exit 2
    fi
  done
  stages=("$@")
  [ $# -gt 0 ] || stages=("${all[@]}")
  install_packages "${packages_build[@]}" "${packages_test[@]}"
  mkdir -p build/logs
  for stage in "${stages[@]}"; do
    run_stage "$stage"
  done
  finish
}

# run_stage NAME: runs stage_NAME; the first failure ends everything.
run_stage() {
  local began=$SECONDS
  current=$1
  echo "==> $current"
  "stage_$current"
  echo "    $current: ok, $((SECONDS - began)) s"
}

# fail WHAT [LOG]: says what failed, with the end of its log, and stops.
fail() {
  [ $# -lt 2 ] || tail -n 80 "$2"
  [ "$failed" -gt 0 ] || failed=1
  echo "scripts/${0##*/}: stage '$current' failed: $1${2:+ (log: $2)}" >&2
  finish || exit 1
}

# quietly WHAT COMMAND...: on a terminal as it is; elsewhere into a log that is shown when the command fails.
quietly() {
  local what=$1 log
  shift
  if [ -t 1 ]; then
    "$@" || fail "$what"
  else
    log="build/logs/$current-${what// /-}.log"
    "$@" >"$log" 2>&1 </dev/null || fail "$what" "$log"
  fi
}

# configure PRESET / build PRESET [TARGET...]
configure() {
  quietly "configure $1" cmake --preset "$1" -DATELIER_TESTS=ON
}
build() {
  local preset=$1
  shift
  quietly "build $preset" cmake --build --preset "$preset" ${1+--target "$@"}
}

# count_ctest LOG: adds what ctest's summary says to the totals.
count_ctest() {
  local tests=0 bad=0
  read -r bad tests < <(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+).*/\1 \2/p' "$1") || true
  [ "${tests:-0}" -gt 0 ] || fail "ctest ran no test" "$1"
  passed=$((passed + tests - bad)) failed=$((failed + bad))
}

# ctest_in PRESET [OPTION...]: tests side by side, the output only of those that fail; under `launcher`, if any.
launcher=()
ctest_in() {
  local log="build/logs/$current-ctest.log" code=0 preset=$1
  shift
  "${launcher[@]}" ctest --test-dir "build/$preset" --output-on-failure --parallel "$(nproc)" "$@" 2>&1 </dev/null | tee "$log" || code=$?
  count_ctest "$log"
  [ "$code" -eq 0 ] || fail "tests of the preset '$preset'"
}

# count_node LOG: adds what Node.js' test runner says to the totals.
count_node() {
  local good bad
  good=$(sed -nE 's/^(# |ℹ )pass ([0-9]+)$/\2/p' "$1" | tail -n 1)
  bad=$(sed -nE 's/^(# |ℹ )fail ([0-9]+)$/\2/p' "$1" | tail -n 1)
  [ $((${good:-0} + ${bad:-0})) -gt 0 ] || fail "node ran no test" "$1"
  passed=$((passed + good)) failed=$((failed + bad))
}

# node_tests FILE...
node_tests() {
  local log="build/logs/$current-node.log" code=0
  [ $# -gt 0 ] || fail "there are no test files"
  node --test --test-reporter=spec "$@" 2>&1 </dev/null | tee "$log" || code=$?
  count_node "$log"
  [ "$code" -eq 0 ] || fail "node --test"
}

# ours PATTERN...: the project's files, new ones too.
ours() {
  git ls-files --cached --others --exclude-standard -- "$@"
}

stage_format() {
  local -a files
  mapfile -t files < <(ours '*.cpp' '*.hpp' '*.ipp')
  clang-format --dry-run -Werror "${files[@]}" || fail "clang-format -i would change these files"
  passed=$((passed + 1))
}

# The unit tests run in `dev`, where they find more; whole processes and simulations run as they will in earnest.
stage_release() {
  local -a targets labels=(-L '^(system|kill|simulation)$')
  configure release
  mapfile -t targets < <(ctest --test-dir build/release -N "${labels[@]}" | sed -nE 's/^ *Test +#[0-9]+: +//p')
  build release atelierd atelier "${targets[@]}"
  scripts/photo.sh build/photo.png
  ctest_in release "${labels[@]}"
}

stage_dev() {
  configure dev
  build dev
  scripts/photo.sh build/photo.png
  ctest_in dev
}

stage_sessions() {
  local preset log
  configure release
  build release atelier
  for preset in release dev tsan; do
    log="build/logs/sessions-$preset.log"
    configure "$preset"
    build "$preset" atelierd
    scripts/sessions.sh "build/$preset/bin" build/release/bin >"$log" 2>&1 </dev/null ||
      fail "the scripted sessions of '$preset'" "$log"
    echo "    $preset: $(grep -c '^ok ' "$log") scripts"
    passed=$((passed + $(grep -c '^ok ' "$log")))
  done
}

stage_tsan() {
  local -a targets labels=(-L '^(actors|threads)$')
  configure tsan
  mapfile -t targets < <(ctest --test-dir build/tsan -N "${labels[@]}" | sed -nE 's/^ *Test +#[0-9]+: +//p')
  [ ${#targets[@]} -gt 0 ] || fail "no test is labelled actors or threads"
  build tsan "${targets[@]}"
  # Some kernels spread addresses wider than gcc's ThreadSanitizer can map.
  ! setarch -R true 2>/dev/null || launcher=(setarch -R)
  ctest_in tsan "${labels[@]}" ${ATELIER_TSAN_ROUNDS:+--repeat "until-fail:$ATELIER_TSAN_ROUNDS"}
  launcher=()
}

# programs_of PRESET LABEL: runs those test programs by themselves, since ctest would hold them to their usual time.
programs_of() {
  local program programs
  mapfile -t programs < <(ctest --test-dir "build/$1" -N -L "^$2\$" | sed -nE 's/^ *Test +#[0-9]+: +//p')
  [ ${#programs[@]} -gt 0 ] || fail "no test is labelled $2"
  build "$1"
  for program in "${programs[@]}"; do
    "build/$1/bin/$program" </dev/null || fail "$program"
    passed=$((passed + 1))
  done
}

stage_simulation() {
  configure release
  programs_of release simulation
}

stage_kill() {
  configure release
  programs_of release kill
}

stage_fuzz() {
  local -a targets
  local name log
  configure fuzz
  mapfile -t targets < <(ours 'tests/fuzz/fuzz_*.cpp' | xargs -r -n 1 basename -s .cpp)
  [ ${#targets[@]} -gt 0 ] || fail "there is no tests/fuzz/fuzz_*.cpp"
  build fuzz "${targets[@]}"
  for name in "${targets[@]}"; do
    log=build/logs/$name.log
    mkdir -p "build/corpus/$name"
    "build/fuzz/bin/$name" -max_total_time="${ATELIER_FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=2048 \
      -artifact_prefix="build/corpus/$name-" "build/corpus/$name" >"$log" 2>&1 </dev/null ||
      fail "$name found an input that breaks the code" "$log"
    echo "    $name: $(sed -nE 's/^Done ([0-9]+) runs in ([0-9]+) .*/\1 runs in \2 s/p' "$log")"
    passed=$((passed + 1))
  done
}

stage_tidy() {
  configure tidy
  scripts/tidy.sh || fail "clang-tidy"
  passed=$((passed + 1))
}

# Every scenario and every peer for a second; the figures are judged by nobody.
stage_bench() {
  local log=build/logs/bench.log
  bench/run --smoke >"$log" 2>&1 </dev/null || fail "bench/run --smoke" "$log"
  tail -n 1 "$log"
  passed=$((passed + 1))
}

stage_web() {
  install_node
  mapfile -t files < <(ours 'tests/web/*.test.*js' 'tests/bench/*.test.*js')
  node_tests "${files[@]}"
}

stage_browser() {
  install_node
  configure release
  build release atelierd atelier
  if [ ! -d tests/browser/node_modules/playwright-core ]; then
    quietly "npm install" npm --prefix tests/browser ci --ignore-scripts --no-audit --no-fund
  fi
  mapfile -t files < <(ours 'tests/browser/*.test.*js')
  node_tests "${files[@]}"
}
