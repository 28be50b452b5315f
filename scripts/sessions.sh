#!/usr/bin/env bash
# scripts/sessions.sh SERVER [CLIENT]: starts the atelierd of the folder SERVER with data of its own, runs every
# tests/scripts/*.script over each transport with the atelier of the folder CLIENT (the same, if not given), stops the
# server, and wants a clean end. Prints `ok NAME` for each.
set -euo pipefail
if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -x "$1/atelierd" ] || [ ! -x "${2:-$1}/atelier" ]; then
  echo "usage: scripts/sessions.sh SERVER [CLIENT], the folders of atelierd and of atelier" >&2
  exit 2
fi
server_programs=$(cd "$1" && pwd)
client_programs=$(cd "${2:-$1}" && pwd)
cd "$(dirname "$0")/.."
# Some kernels spread addresses wider than gcc's ThreadSanitizer can map.
launcher=
! setarch -R true 2>/dev/null || launcher="setarch -R"

folder=$(mktemp -d)
touch "$folder/stdout"
server=
trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT

$launcher "$server_programs/atelierd" --data "$folder/data" --http 127.0.0.1:0 --tcp 127.0.0.1:0 \
  >"$folder/stdout" 2>"$folder/stderr" </dev/null &
server=$!
for _ in {1..600}; do
  ! grep -qx ready "$folder/stdout" || break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
if ! grep -qx ready "$folder/stdout"; then
  echo "sessions: the server did not become ready" >&2
  cat "$folder/stdout" "$folder/stderr" >&2
  exit 1
fi

address() {
  sed -nE "s#^listening on $1##p" "$folder/stdout"
}
for url in "unix:$folder/data/atelier.sock" "tcp:$(address tcp:)" "ws://$(address http://)/ws"; do
  echo "# ${url%%:*}"
  "$client_programs/atelier" --connect "$url" script tests/scripts/*.script
done

"$client_programs/atelier" --connect "unix:$folder/data/atelier.sock" shutdown
code=0
wait "$server" || code=$?
server=
if [ "$code" -ne 0 ]; then
  echo "sessions: the server ended with $code" >&2
  cat "$folder/stderr" >&2
  exit 1
fi
