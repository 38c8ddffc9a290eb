#!/usr/bin/env bash
# The server as other people's clients see it: schemathesis sends what the OpenAPI document allows and what it does not, the Model
# Context Protocol's Python package calls the tools. Both from the package index, in .venv. A run is bounded and its seed fixed.
set -euo pipefail

program=${RECOUPE:-target/release/recoupe}
examples=${EXAMPLES:-25}

scripts/need.sh venv
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/clients/requirements.txt

folder=$(mktemp -d)
server=
# Only the server that was started here.
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
"$program" add examples/reports --ledger "$folder/l.recoupe" --quiet >/dev/null

token=$("$program" serve --auth-token-file "$folder/tokens" --new-token review --name clients --quiet)
LC_ALL=C.UTF-8 "$program" serve --ledger "$folder/l.recoupe" --bind 127.0.0.1:0 --auth-token-file "$folder/tokens" --rate 0 2>"$folder/log" &
server=$!
for _ in $(seq 100); do
  url=$(sed -n 's/.*listening: \(http[^ ]*\)\/ .*/\1/p' "$folder/log")
  [ -z "$url" ] || break
  sleep 0.1
done
[ -n "$url" ] || { cat "$folder/log" >&2; exit 1; }

# A stream of events does not end: crates/server/tests/server/watching.rs reads it.
(cd "$folder" && "$OLDPWD/.venv/bin/schemathesis" run "$url/openapi.json" \
  --header "Authorization: Bearer $token" --exclude-path /api/v1/events \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,negative_data_rejection \
  --phases examples,coverage,fuzzing --max-examples "$examples" --seed 20310304 --generation-database none --no-color)
kill "$server"
# A graceful stop is no failure.
wait "$server"
server=

.venv/bin/python scripts/clients/assistant.py "$program" "$folder/l.recoupe"
