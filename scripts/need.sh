#!/usr/bin/env bash
# usage: need.sh [venv|node|chromium|exports]
# Checks that the tools of the build are there: cargo, a C linker, python3 with pip (only used to fetch the language
# models) and, where asked for, Python's venv (comparing with spaCy), Node (building the page), Chromium (testing it). What the system's package manager can give is installed if we
# may; the rest is named.
set -euo pipefail

missing=()
command -v cc >/dev/null || missing+=(build-essential)
command -v python3 >/dev/null || missing+=(python3)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
[ "${1:-}" != node ] || command -v npm >/dev/null || missing+=(nodejs npm)
[ "${1:-}" != chromium ] || command -v chromium >/dev/null || missing+=(chromium)
case "${1:-}" in venv | exports) python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv) ;; esac
# FollowTheMoney wants PyICU, which pip builds.
if [ "${1:-}" = exports ]; then
  command -v g++ >/dev/null || missing+=(g++)
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  pkg-config --exists icu-i18n 2>/dev/null || missing+=(libicu-dev)
  headers=$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')
  [ -e "$headers/Python.h" ] || missing+=(python3-dev)
fi

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    echo "installing: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "missing: ${missing[*]} (install them with your system's package manager, then run make again)" >&2
    exit 1
  fi
fi

if ! command -v cargo >/dev/null; then
  echo "missing: cargo (install Rust $(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml) or later with rustup, then run make again)" >&2
  exit 1
fi

if [ "${1:-}" = node ] && ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  echo "node $(node --version) is too old: the page is built with Node 20.19 or later" >&2
  exit 1
fi
