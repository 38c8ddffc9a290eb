#!/usr/bin/env bash
# usage: fuzz.sh SECONDS [TARGET…]
# Fuzzes the readers of crates/intake: seeds are the inputs of its test cases and, where RECOUPE_EVAL names the folder of the
# public sets, their feeds and some of their pages. Seeds and what the fuzzer finds stay in fuzz/ and are not committed.
# cargo-fuzz wants flags that only nightly compilers take; RUSTC_BOOTSTRAP lets the pinned stable one take them.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:?seconds for each target}; shift
export RUSTC_BOOTSTRAP=1
command -v cargo-fuzz > /dev/null || cargo install cargo-fuzz --locked
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo fuzz list)

seeds=fuzz/corpus/.seeds
mkdir -p "$seeds"
CASES_OUT=$PWD/$seeds cargo test --quiet --release -p recoupe-intake --test cases > /dev/null
for target in "${targets[@]}"; do
    corpus=fuzz/corpus/$target
    mkdir -p "$corpus"
    case $target in
        html) find "$seeds" -name '*page*' ;;
        feed) find "$seeds/feed" -type f ;;
        docx | eml | rtf | csv | pdf) find "$seeds/document" -name "$target*" ;;
        *) [ ! -d "$seeds/$target" ] || find "$seeds/$target" -type f ;;
    esac | while read -r seed; do cp "$seed" "$corpus/"; done
    if [ -n "${RECOUPE_EVAL:-}" ]; then
        case $target in
            feed) find "$RECOUPE_EVAL/feedparser/tests/wellformed" -name '*.xml' -not -path '*/sanitize/*' ;;
            html) find "$RECOUPE_EVAL/trafilatura/tests" -name '*.html' -size -40k | sort | head -200 ;;
            json) find "$RECOUPE_EVAL/feedparser/tests/json" -name '*.json' ;;
        esac | while read -r seed; do cp -n "$seed" "$corpus/$(basename "$seed")"; done
    fi
done
for target in "${targets[@]}"; do
    echo "== $target"
    cargo fuzz run --release "$target" -- -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 2>&1 |
        grep -E "stat::|SUMMARY|panicked|Test unit|DONE|ERROR" || true
done
