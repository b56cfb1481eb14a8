PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run install test filters check messages bench pictures demo format help

run: install ## the bot; without Slack tokens, the playground
	@$(BIN)/python -m bot

install: $(VENV)/.installed ## a virtual environment with everything in it

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

test: install ## everything, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest --numprocesses auto

filters: install ## whether a test notices each filter that keeps programs and workspaces apart; half an hour
	$(BIN)/python -m tests.filters

check: install ## format, lint, types, imports, and whether sentences and migrations match the code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.messages --check
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && export DATABASE_URL="sqlite:///$$folder/drift.db" && \
		$(BIN)/alembic upgrade head && $(BIN)/alembic check

messages: install ## the sentences for the translators, in bot/locale: extracted, merged, compiled
	$(BIN)/python -m tests.messages

bench: install ## every figure, as a table and in bench.json
	$(BIN)/python -m tests.bench

pictures: install ## the pictures in docs/images, taken of the playground
	$(BIN)/python -m tests.playground.pictures

demo: install ## a whole journey, printed
	@$(BIN)/python -m bot demo

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'
