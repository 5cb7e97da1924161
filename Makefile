# `make` lists what can be made. Everything works from a bare checkout with Python 3.11 and make.
SHELL := /bin/bash
BIN := .venv/bin
PORT ?= 8000
JOBS ?= auto
TESTS ?= tests
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-fast test-postgres lint format types contracts docs docs-write bench check \
	asking pictures static locks venv clean

help: ## list the targets
	@echo "make TARGET, where TARGET is one of:"
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name what; do \
		printf '  %-14s %s\n' "$$name" "$$what"; done

demo: ## five schools and their people on http://127.0.0.1:8000 (PORT=8001 elsewhere, FRESH=1 from nothing)
	@tools/install.sh run
	@$(BIN)/belisha demo --port $(PORT) $(if $(FRESH),--fresh)

serve: ## serve the database that BELISHA_DATABASE_URL names
	@tools/install.sh run
	@$(BIN)/belisha serve

test: venv ## every test, the browser journeys too (TESTS=tests/rules for some, JOBS=1 for one at a time)
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(TESTS)

test-fast: venv ## every test but those that take longer than ten seconds or drive a browser
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -m "not slow and not browser" $(TESTS)

test-postgres: venv ## every test but the wheel's on PostgreSQL (BELISHA_DATABASE_URL names it)
	@BELISHA_DATABASE_URL=$${BELISHA_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/belisha} \
		$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -m "not slow" $(TESTS)

lint: venv ## the style of Python and templates, and what bandit knows to be unsafe
	@found=0; \
	$(BIN)/ruff check . || found=1; \
	$(BIN)/ruff format --check --quiet . || { echo "format: run \`make format\`"; found=1; }; \
	$(BIN)/djlint belisha --lint --quiet || found=1; \
	$(BIN)/bandit --quiet -ll --configfile pyproject.toml --recursive belisha || found=1; \
	exit $$found

format: venv ## put the style right where a machine can
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

types: venv ## mypy, strict, with Django's types
	@$(BIN)/mypy

contracts: venv ## imports run downwards only; rules, asking and access know no Django
	@$(BIN)/lint-imports

docs: venv ## the reference is as the code is, every command and setting is in it, every link leads somewhere
	@$(BIN)/python tools/check_docs.py

docs-write: venv ## write the generated reference anew
	@$(BIN)/python tools/check_docs.py --write

bench: ## run the benchmarks against their peers and write docs/reference/speed.md
	@tools/install.sh bench
	@$(BIN)/python tools/run_benchmarks.py

check: lint types contracts docs ## all the gates but the tests

pictures: venv ## the journeys, and the pictures that the documents show of them
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup -m browser $(TESTS)
	@mkdir -p docs/pictures
	@grep -ohE 'pictures/[a-z0-9-]+\.png' README.md $$(find docs -name '*.md') | sort -u | while read -r name; do \
		cp -v "var/$$name" "docs/$$name"; done

asking: ## learn anew what asking carries, after a change to the phrases or to a shipped policy
	@tools/install.sh learn
	@$(BIN)/python tools/train_asking.py

static: venv ## compile the pages' style and script
	@$(BIN)/python tools/build_static.py

locks: venv ## write the locks for what pyproject.toml asks (ARGS=--upgrade for newer versions)
	@tools/locks.sh $(ARGS)

venv: ## .venv with Belisha, tests and checks
	@tools/install.sh dev

clean: ## remove what was built, and the virtual environment; the databases in var/ stay
	rm -rf .venv node_modules build dist belisha/base/static/belisha/dist .mypy_cache .ruff_cache .pytest_cache
