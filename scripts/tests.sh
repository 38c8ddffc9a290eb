#!/usr/bin/env bash
# Runs every test of the workspace and ends with their sum. `cargo test` prints one closing line a test binary; a reader
# (or a machine) that looks at the last line only would see the smallest part of it.
set -euo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
cargo test --release --workspace --locked --no-fail-fast 2>&1 | tee "$log" || status=$?

awk '/^test result:/ { passed += $4; failed += $6 } END { printf "\n%d passed, %d failed\n", passed, failed; exit passed == 0 }' "$log" || {
  echo "no test ran" >&2
  exit 1
}
exit "$status"
