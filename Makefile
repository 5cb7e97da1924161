# `make` lists the targets. Everything works from a bare checkout with Python 3.11 and make.
SHELL := /bin/bash
BIN := .venv/bin
PORT ?= 8000
JOBS ?= auto
TESTS ?= tests
REPORT ?=
# Days on which dates are awkward: a leap day, turns of the school year, Christmas, both changes of the clocks.
DAYS ?= 2026-12-25 2026-12-31 2027-03-28 2027-08-31 2027-09-01 2027-10-31 2028-02-29 $(shell date +%F)
RUN = $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(if $(REPORT),--junitxml=$(REPORT))
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-fast test-postgres years other-days torture newest moto lint format types contracts docs docs-write bench check \
	asking pictures static locks venv clean

help: ## list the targets
	@echo "make TARGET, where TARGET is one of:"
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name what; do \
		printf '  %-14s %s\n' "$$name" "$$what"; done

demo: ## serve five schools with people on http://127.0.0.1:8000 (PORT=8001 for another, FRESH=1 for a new one)
	@tools/install.sh run
	@$(BIN)/belisha demo --port $(PORT) $(if $(FRESH),--fresh)

serve: ## serve the database that BELISHA_DATABASE_URL names
	@tools/install.sh run
	@$(BIN)/belisha serve

test: venv ## run every test, the browser journeys too (TESTS=tests/rules for some, JOBS=1 for one at a time)
	@$(RUN) $(TESTS)

test-fast: venv ## run the tests that take less than ten seconds and drive no browser
	@$(RUN) -m "not slow and not browser" $(TESTS)

test-postgres: venv ## run the tests that use a database on PostgreSQL, the browser aside (BELISHA_DATABASE_URL names it)
	@BELISHA_DATABASE_URL=$${BELISHA_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/belisha} \
		$(RUN) --database-only -m "$(if $(BROWSER),not slow,not slow and not browser)" $(TESTS)

years: venv ## live three years of the demo schools, check what reminders promise, write the report
	@$(BIN)/python tools/years.py --write

other-days: venv ## run the fast tests with the clock at eight awkward days (DAYS=2028-02-29 for one)
	@for day in $(DAYS); do \
		echo "=== $$day"; BELISHA_TEST_DAY=$$day $(RUN) -m "not slow and not browser" $(TESTS) || exit 1; done

torture: venv ## kill the site, ask it odd things, give it broken files, for an hour at most (ARGS="--minutes 5")
	@$(BIN)/python -m tests.torture.run $(ARGS)

newest: venv ## run the fast tests with the newest releases of every dependency, in .venv-newest
	@tools/newest.sh $(TESTS)

moto: venv ## install a server of S3 for tests, in .venv-s3
	@test -x .venv-s3/bin/moto_server || { $(BIN)/python -m venv .venv-s3 && \
		.venv-s3/bin/pip install --quiet --require-hashes -r requirements-s3-peer.txt; }

lint: venv ## check the style of Python and templates, and what bandit finds unsafe
	@found=0; \
	$(BIN)/ruff check . || found=1; \
	$(BIN)/ruff format --check --quiet . || { echo "format: run \`make format\`"; found=1; }; \
	$(BIN)/djlint belisha --lint --quiet || found=1; \
	$(BIN)/bandit --quiet -ll --configfile pyproject.toml --recursive belisha || found=1; \
	exit $$found

format: venv ## correct the style where a tool can
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

types: venv ## check types with mypy, strict
	@$(BIN)/mypy

contracts: venv ## check that imports run downwards only, and that pure packages do not use Django
	@$(BIN)/lint-imports

docs: venv ## check that the reference matches the code and that links and commands exist
	@$(BIN)/python tools/check_docs.py

docs-write: venv ## write the generated reference
	@$(BIN)/python tools/check_docs.py --write

bench: ## run the benchmarks against their peers and write docs/reference/speed.md
	@tools/install.sh bench
	@$(BIN)/python tools/run_benchmarks.py

check: lint types contracts docs ## run all checks except the tests

pictures: venv ## run the journeys and copy the pictures that the documents show
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup -m browser $(TESTS)
	@mkdir -p docs/pictures
	@grep -ohE 'pictures/[a-z0-9-]+\.png' README.md $$(find docs -name '*.md') | sort -u | while read -r name; do \
		cp -v "var/$$name" "docs/$$name"; done

asking: ## train the asking model, after a change to the phrases or to a shipped policy
	@tools/install.sh learn
	@$(BIN)/python tools/train_asking.py
	@$(BIN)/python tools/prepare_asking.py

static: venv ## compile the style and script of the pages
	@$(BIN)/python tools/build_static.py

locks: venv ## write the lock files for pyproject.toml (ARGS=--upgrade for newer versions)
	@tools/locks.sh $(ARGS)

venv: ## create or update .venv with Belisha, tests and checks
	@tools/install.sh dev

clean: ## remove build products and virtual environments; databases in var/ stay
	rm -rf .venv .venv-newest .venv-s3 node_modules build dist belisha/base/static/belisha/dist .mypy_cache .ruff_cache .pytest_cache
