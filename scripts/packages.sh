# The Debian packages that Atelier needs, one list for each purpose, and how they get here. To be sourced.

packages_build=(
  g++ cmake ninja-build ccache pkg-config
  libcaf-dev libboost1.81-dev nlohmann-json3-dev libexpected-dev
  libsqlite3-dev libstb-dev libdeflate-dev libpng-dev
  libjpeg62-turbo-dev libwebp-dev libgif-dev
  libjemalloc-dev libspdlog-dev libcli11-dev libssl-dev libsodium-dev libutf8proc-dev
  libreadline-dev
)
packages_test=(
  doctest-dev
  clang clang-format clang-tidy libclang-rt-14-dev # fuzzing and checks
  chromium                                         # browser tests
  lomiri-wallpapers-16.04 netpbm                   # a photograph, and the tools that make it a PNG
)
packages_bench=(nats-server gnuplot-nox libbenchmark-dev)

# missing PACKAGE...: those that are not installed, one a line.
missing() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

# as_root COMMAND...: shows its output on a terminal only.
as_root() {
  local sudo=
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  if [ -t 1 ]; then
    $sudo "$@"
  else
    $sudo "$@" >/dev/null
  fi
}

# install_packages PACKAGE...: installs what is missing; with nothing missing it needs neither root nor network.
install_packages() {
  local -a wanted
  if ! command -v apt-get >/dev/null; then
    echo "atelier: packages are installed on Debian 12 only; here, install what corresponds to: $*" >&2
    return 0
  fi
  mapfile -t wanted < <(missing "$@")
  [ ${#wanted[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    echo "atelier: not root, and no sudo: as root, run: apt-get install ${wanted[*]}" >&2
    return 1
  fi
  echo "Installing ${wanted[*]}"
  as_root apt-get update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${wanted[@]}"
}

# install_node: Node.js and npm, however they came here, or from Debian.
install_node() {
  local -a wanted=()
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  [ ${#wanted[@]} -eq 0 ] || install_packages "${wanted[@]}"
}
