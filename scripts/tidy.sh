#!/usr/bin/env bash
# scripts/tidy.sh [FILE...]: clang-tidy on these sources, or on all but the tests; needs build/tidy/compile_commands.json.
# A file that passed is passed over until it, a header of ours or .clang-tidy changes. The last changed come first; with
# ATELIER_TIDY_SECONDS none is begun after that time, and what is left is said: all of them take half an hour.
set -euo pipefail
cd "$(dirname "$0")/.."
stamps=build/tidy/stamps
mkdir -p "$stamps"

shared=$( (cat .clang-tidy; git ls-files -z -- '*.hpp' '*.ipp' | xargs -0 cat) | sha256sum | cut -c1-16)
if [ $# -eq 0 ]; then
  mapfile -t known < <(sed -nE 's/^ *"file": "(.*)",?$/\1/p' build/tidy/compile_commands.json)
  set -- $(for file in "${known[@]}"; do [[ $file != "$PWD"/@(build|tests)/* ]] && echo "${file#"$PWD"/}"; done | sort -u)
  mapfile -t ordered < <( (git log --format= --name-only -n 200 -- '*.cpp'; printf '%s\n' "$@") | awk '!seen[$0]++' |
    grep -Fxf <(printf '%s\n' "$@"))
  set -- "${ordered[@]}"
fi
left=build/tidy/left
: >"$left"
deadline=$(($(date +%s) + ${ATELIER_TIDY_SECONDS:-86400}))

check() {
  local file=$1 stamp
  stamp="$stamps/${file//\//%}.$(sha256sum <"$file" | cut -c1-16).$shared"
  [ ! -e "$stamp" ] || return 0
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "$file" >>"$left"
    return 0
  fi
  local began=$SECONDS
  clang-tidy --quiet -p build/tidy "$file" 2>/dev/null || { echo "clang-tidy: see above: $file"; return 1; }
  echo "    $file: $((SECONDS - began)) s"
  rm -f "$stamps/${file//\//%}".*
  touch "$stamp"
}
export -f check
export stamps shared left deadline
printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -I{} bash -c 'check "$1"' _ {}
[ ! -s "$left" ] || echo "    $(wc -l <"$left") sources are left for another time (build/tidy/left)"
