# Løft. `make run` and `make test` work on a fresh checkout; both call `make setup` first.

# Where it is set, every process compiles every module again: seconds each time.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test bench check format messages lock

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

setup: ## Install what Løft needs, pinned; at once when it is all there
	@$(PYTHON) bin/setup.py

run: setup ## Load the demo programme and serve it on http://127.0.0.1:8000/ (PORT=8123 make run)
	@$(BIN)/python bin/run.py

test: setup ## Run all tests: SQLite, PostgreSQL, browser
	@$(BIN)/python bin/test.py

bench: setup ## Print what messages, files and merging cost, a JSON line each, beside the raw operation
	@$(BIN)/python -m bench

check: setup ## Format, types, templates, import direction, migrations, translations, Django's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --database default --fail-level WARNING
	$(BIN)/python manage.py translations --check

format: setup ## Put code and templates into the one format that `make check` asks for
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

messages: setup ## Bring locale/ up to date with the texts in the code
	$(BIN)/python manage.py translations

lock: setup ## Choose versions anew within the ranges of requirements/*.in and package.json
	for name in base storage uv node dev; do $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done
	npm install --package-lock-only --ignore-scripts
