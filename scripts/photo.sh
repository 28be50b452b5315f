#!/usr/bin/env bash
# scripts/photo.sh FILE: writes a photograph as PNG, 1280 × 1024, for tests that draw one; keeps a file that is there.
set -euo pipefail
if [ $# -ne 1 ]; then
  echo "usage: scripts/photo.sh FILE.png" >&2
  exit 2
fi
[ ! -s "$1" ] || exit 0
source "$(dirname "$0")/packages.sh"
install_packages lomiri-wallpapers-16.04 netpbm
mkdir -p "$(dirname "$1")"
jpegtopnm -quiet /usr/share/backgrounds/picosdeeuropa_by_Aitzol_Berasategi.jpg |
  pamscale -quiet -xyfill 1280 1024 | pamcut -left 0 -top 0 -width 1280 -height 1024 |
  pnmtopng -quiet >"$1.part"
mv "$1.part" "$1"
