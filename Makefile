# PMM Scorecard: `make run` opens the app, `make test` proves it. Nothing has to be installed before.
PORT ?= 8501
APP := .venv/bin/python
DEV := .venv-dev/bin/python
SCALE := .venv-scale/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check slow scale bench format app-environment dev-environment scale-environment browser

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

run: app-environment ## open the app on http://localhost:8501 (PORT=... for another port)
	@$(APP) -m pmm_core upgrade
	@$(APP) -m pmm_core.ui.serve --server.port $(PORT)

test: dev-environment browser ## every test but the slow ones, with a real browser and a real PostgreSQL
	@$(DEV) -m pytest

check: dev-environment ## lint, format, types, architecture and documents; under two minutes
	@$(DEV) -m ruff check .
	@$(DEV) -m ruff format --check .
	@$(DEV) -m mypy
	@$(DEV) -m pytest -q tests/test_architecture.py tests/test_docs.py

slow: dev-environment browser ## the tests marked slow
	@$(DEV) -m pytest -m slow

scale: scale-environment ## the same numbers on large logs, on Spark (needs Java 17) and in ClickHouse
	@$(SCALE) -m pytest -m scale -s

bench: dev-environment ## measure, as ratios in one run; the figures go to docs/benchmarks.md
	@$(DEV) -m benchmarks

format: dev-environment ## let the formatter and the safe fixes of the linter change the code
	@$(DEV) -m ruff check --fix .
	@$(DEV) -m ruff format .

app-environment:
	@scripts/environment .venv requirements.txt

dev-environment:
	@scripts/environment .venv-dev requirements-dev.txt requirements.txt

scale-environment:
	@scripts/environment .venv-scale requirements-scale.txt requirements-dev.txt requirements.txt

browser:
	@$(DEV) -m tests.find_browser
