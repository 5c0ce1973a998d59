# Every command a person types here; `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.PHONY: help run build test check lint fast chaos conformance topology screenshots bench schema lock

BIN := .venv/bin
STAMPS := .venv/stamps
export PIP_DISABLE_PIP_VERSION_CHECK := 1
MODULES := frontend/node_modules/.stamp
APP := frontend/dist/index.html
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet
NEWEST := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(shell for p in $(NEWEST); do "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path 'frontend/dist/*' -not -name '*.d.ts' 2>/dev/null) $(wildcard schema.graphql)

help: ## List the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

run: $(STAMPS)/installed $(APP) ## Start Usher on this machine; Ctrl-C ends it, the data stay in .local/
	@exec $(BIN)/usher up

build: $(APP) ## Build the app that the web process serves

test: lint $(APP) ## Run every check and every test, in headless Chromium too
	cd frontend && npm test --silent
	$(BIN)/pytest -n auto --dist loadgroup

check: lint fast ## Run the checks and the fast tests: under two minutes

lint: $(STAMPS)/installed $(MODULES) ## Check style, types and the floors of both halves
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd frontend && npm run --silent check

fast: $(STAMPS)/installed $(MODULES) ## Run the tests that need no browser, no running system and no seconds
	cd frontend && npm test --silent
	$(BIN)/pytest -n auto --dist loadgroup -m 'not browser and not system and not thorough'

conformance: $(STAMPS)/conformance $(MODULES) ## Run the suites that nobody here wrote, minutes long
	CONFORMANCE=.venv/conformance/bin $(BIN)/pytest -n 0 tests/conformance

screenshots: $(STAMPS)/installed $(APP) ## Photograph every screen and letter into screenshots/
	$(BIN)/python -m tests.screens screenshots

bench: $(STAMPS)/installed $(APP) ## Measure against peers and floors, half an hour; ONE=P4 for one line
	$(BIN)/python -m benchmarks $(if $(ONE),--one $(ONE))

chaos: $(STAMPS)/installed ## Break everything for half an hour, and write down what became of it; PART=0.1 for a tenth
	CHAOS=1 $(if $(PART),CHAOS_PART=$(PART)) $(BIN)/pytest -n 0 -o python_files='test_*.py chaos.py' tests/faults

topology: $(STAMPS)/installed ## Fail over from server to server under load, and write down what became of it
	TOPOLOGY=1 $(BIN)/pytest -n 0 -rs tests/topology

schema: $(STAMPS)/installed ## Write schema.graphql anew from the code
	$(BIN)/usher schema > schema.graphql.new
	mv schema.graphql.new schema.graphql
	$(BIN)/usher schema --reference > docs/api.md.new
	mv docs/api.md.new docs/api.md

lock: ## Choose newer versions for both locks (needs uv)
	$(COMPILE) --upgrade --extra build --extra dev -o requirements.lock
	$(COMPILE) --extra build --constraint requirements.lock -o requirements-server.lock

$(STAMPS)/installed: $(STAMPS)/locked pyproject.toml
	@$(BIN)/pip install --quiet --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/conformance: tests/conformance/requirements.txt $(STAMPS)/installed
	@echo "Installing the tools of conformance into .venv/conformance"
	@$(BIN)/python -m venv .venv/conformance
	@.venv/conformance/bin/pip install --quiet --quiet --requirement tests/conformance/requirements.txt
	@touch $@

$(STAMPS)/locked: requirements.lock
	@if [ -z "$(PYTHON)" ]; then echo "Usher needs Python 3.11 or later; none of $(NEWEST) is."; exit 2; fi
	@if [ ! -x $(BIN)/python ]; then echo "Making .venv with $(PYTHON)"; $(PYTHON) -m venv .venv; fi
	@echo "Installing what requirements.lock names"
	@$(BIN)/pip install --quiet --quiet --require-hashes --requirement requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(MODULES): frontend/package.json frontend/package-lock.json
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
		|| { echo "Usher needs Node 20.19 or later."; exit 2; }
	@echo "Installing what package-lock.json names"
	@cd frontend && npm ci --loglevel=error
	@touch $@

$(APP): $(MODULES) $(SOURCES)
	@echo "Building the app"
	@cd frontend && npm run --silent build
	@touch $@
