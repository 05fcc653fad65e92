# Two commands do everything: `make demo` and `make test`. Both make what they need in .venv and reuse it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo demo-check test test-majors transcripts check format benchmark clean
.DEFAULT_GOAL := test

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.runtime

# The whole bot on this machine: two databases, a local Slack workspace, and its address to open in a browser.
demo: $(VENV)/.runtime
	$(BIN)/schemabot demo

# The same, played by a script: prints the transcript and ends.
demo-check: $(VENV)/.runtime
	$(BIN)/schemabot demo --check

# Three for two processors: many tests wait, for a server or for somebody in Slack.
WORKERS = $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) * 3 / 2 )))

test: check
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal

# What depends on PostgreSQL's major version, on every one from 13 on. Fetches those that the machine lacks with npm.
test-majors: $(VENV)/.dev
	$(BIN)/python tests/support/majors.py
	SCHEMABOT_TEST_MAJORS=all $(BIN)/pytest --numprocesses=auto -m major

# Writes down anew what people read in the scenarios of deployments and in fourteen nights.
transcripts: $(VENV)/.dev
	SCHEMABOT_TEST_TRANSCRIPTS=write $(BIN)/pytest tests/deployments/test_scenarios.py tests/deployments/test_failures.py \
		tests/bot/drift/test_nights.py

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

benchmark: $(VENV)/.dev
	$(BIN)/python benchmarks/diff.py
	$(BIN)/python benchmarks/plan.py
	$(BIN)/python benchmarks/ack.py

clean:
	rm -rf $(VENV) .majors .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
