# Every target works as the first command on a fresh clone: it makes its own virtual environment.
# Needed: make and Python 3.11 or newer. `make help` lists the targets.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := requirements/dev.txt
CDK_VENV := build/cdk
GATES := build/gates
NODE_GATES := build/node-gates

# The first Python on PATH that is new enough and really runs; override with `make PYTHON=/path/to/python`.
find_python = for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$candidate"; break; }; \
	done
PYTHON ?= $(shell $(find_python))

TESTS ?= tests
WORKERS ?= 2
COUNT ?= 20
SCENARIO ?= all

# Pins versions for every Python and system at once, with hashes, and names no registry.
compile = $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-annotate \
	--no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help install run test test-pythons check format lint types floors fresh wheel gates proof bench lock clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Create .venv with the pinned versions of everything, checked by hash

$(STAMP): $(LOCK) pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer found on PATH; install one, or say make PYTHON=/path/to/python" >&2; exit 2; }
	"$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(STAMP) ## Compile the payment workflow, deploy it to the embedded emulator and send payments through it
	$(BIN)/python -m workflow_dsl compile
	$(BIN)/python -m workflow_dsl run payments --scenario $(SCENARIO)
	$(BIN)/python -m workflow_dsl run payments --count $(COUNT)

test: $(STAMP) ## Run the tests (TESTS=path narrows, WORKERS=0 uses one process)
	$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

test-pythons: $(STAMP) ## Compile with every Python 3.11 to 3.14 found here and compare the bytes
	$(BIN)/python -m pytest -m pythons tests/project/test_pythons.py

check: format lint types floors fresh wheel gates test ## The gate: format, lint, types, floors, compiled files, wheel, scanners, tests

format: $(STAMP)
	$(BIN)/ruff format --check

lint: $(STAMP)
	$(BIN)/ruff check

types: $(STAMP)
	$(BIN)/mypy
	$(BIN)/pyright --warnings

floors: $(STAMP)
	$(BIN)/lint-imports --no-logo

fresh: $(STAMP)
	$(BIN)/python -m workflow_dsl compile --check

wheel: $(STAMP) ## Build the wheel, install it in a clean environment and run it
	$(BIN)/python -m pytest -m wheel tests/project/test_wheel.py

gates: $(STAMP) $(GATES)/.installed $(if $(shell command -v npm),$(NODE_GATES)/.installed) ## What checkov, cfn-guard, cdk-nag, cloudsplaining, parliament, bandit and detect-secrets find
	$(BIN)/python -m pytest -m gates tests/gates

$(GATES)/.installed: requirements/gates.txt
	"$(PYTHON)" -m venv $(GATES)
	$(GATES)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# cfn-guard, a program, with AWS Control Tower's rules, and cdk-nag with its packs: npm is how their makers publish them.
$(NODE_GATES)/.installed: tests/gates/package.json tests/gates/package-lock.json
	mkdir -p $(NODE_GATES)
	cp $^ $(NODE_GATES)
	npm ci --prefix $(NODE_GATES) --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# Whatever starts an emulator runs alone: it keeps two cores busy, and time-outs are short there. TESTS may name tests of
# one of the two kinds only, so that pytest finds none of the other (5).
proof: $(STAMP) ## The long runs, about an hour: seeded faults, crashes and duplicates
	$(BIN)/python -m pytest -m "proof and not emulator" -n $(WORKERS) --dist worksteal $(TESTS) || test $$? -eq 5
	$(BIN)/python -m pytest -m "proof and emulator" --verbose $(TESTS) || test $$? -eq 5

bench: $(STAMP) $(if $(CDK),$(CDK_VENV)/bin/python) ## Measure compile time and memory against sfnx, CDK and pydantic; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(if $(CDK),--cdk-python $(CDK_VENV)/bin/python)

# AWS CDK in an environment of its own (`make bench CDK=1`); it needs node.
$(CDK_VENV)/bin/python:
	"$(PYTHON)" -m venv $(CDK_VENV)
	$@ -m pip install --quiet --disable-pip-version-check aws-cdk-lib==2.275.0

lock: $(STAMP) ## Renew the pinned versions in requirements/
	$(compile) --extra local --extra deploy --extra png --extra dev --upgrade --output-file $(LOCK)
	$(compile) --constraint $(LOCK) --output-file requirements/core.txt
	$(subst pyproject.toml,requirements/gates.in,$(compile)) --python-version 3.11 --upgrade --output-file requirements/gates.txt

clean: ## Remove what was built and cached, .venv included
	rm -rf $(VENV) build dist .workflow_dsl .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
