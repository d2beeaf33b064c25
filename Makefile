# The doors of the checkout. `make help` lists them; the work is done by tool/ and by the `caseforms` command.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench requirements lock format catalogues

PYTHON_BIN := .venv/bin
ARGS ?=

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv, fetch assets, compile translations (idempotent)
	@./tool/setup

run: ## set up, then serve a demo with two institutions (ARGS="--port 8000")
	@CASEFORMS_SETUP=run ./tool/setup
	@$(PYTHON_BIN)/caseforms demo $(ARGS)

test: ## set up with a browser, then run every test (ARGS="-k consent")
	@CASEFORMS_SETUP=test ./tool/setup
	@./tool/test $(ARGS)

check: ## format, lint, types, floors, documents, definitions, workflows, wheel
	@./tool/setup
	@./tool/check

bench: ## measure the budgets; writes build/bench.json and docs/performance.md
	@./tool/setup
	@$(PYTHON_BIN)/python -m bench $(ARGS)

requirements: ## run the tests that carry a requirement; writes build/requirements.json
	@CASEFORMS_SETUP=test ./tool/setup
	@$(PYTHON_BIN)/python tool/requirements.py $(ARGS)

lock: ## solve the dependencies afresh into the lock files
	@./tool/setup
	@./tool/lock

format: ## let ruff format and fix what it can
	@./tool/setup
	@$(PYTHON_BIN)/ruff format --quiet .
	@$(PYTHON_BIN)/ruff check --fix .

catalogues: ## extract interface words and merge translations (ARGS="words.json ...")
	@./tool/setup
	@$(PYTHON_BIN)/python tool/catalogues.py $(ARGS)
