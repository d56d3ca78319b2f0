# `make demo` writes a finished report; `make test` runs every check. Both set up .venv first, from nothing.
.PHONY: help setup setup-dev demo test lint format schemas rules commands examples bench proof lock clean
.DEFAULT_GOAL := help

bin := .venv/bin
unexport PYTHONPATH PYTHONHOME

help:
	@echo "make demo     the worked example as out/lumen-line.pdf"
	@echo "make test     linters, type checker and all tests"
	@echo "make lint     the linters and the type checker alone"
	@echo "make format   let ruff order and format the code"
	@echo "make schemas  the JSON Schemas of the definition formats"
	@echo "make rules    the tables of docs/rules.md"
	@echo "make commands the page of the commands, docs/commands.md"
	@echo "make examples the hashes of the questionnaires in the worked examples"
	@echo "make bench    time the evaluation, the rendering, and the application at the server"
	@echo "make proof    the long counts: 1,000 kills while saving, 32 editors on SQLite and PostgreSQL"
	@echo "make lock     resolve the dependencies anew"
	@echo "make clean    remove what the other targets made"

setup:
	@scripts/setup.sh

setup-dev:
	@scripts/setup.sh dev

demo: setup
	@mkdir -p out
	@$(bin)/python -m dpia demo --output out/lumen-line.pdf --force

lint: setup-dev
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy --strict dpia
	$(bin)/lint-imports
	$(bin)/codespell
	$(bin)/python -m dpia questionnaires lint questionnaires

test: lint
	$(bin)/python -m pytest -q -n auto --dist loadfile

format: setup-dev
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

schemas: setup-dev
	$(bin)/python scripts/schemas.py

rules: setup-dev
	$(bin)/python scripts/rules_doc.py

commands: setup-dev
	$(bin)/python scripts/commands.py

examples: setup-dev
	$(bin)/python scripts/examples.py

bench: setup-dev
	@$(bin)/python scripts/bench.py; engine=$$?; $(bin)/python scripts/bench_web.py && exit $$engine

proof: setup-dev
	DPIA_FULL=1 $(bin)/python -m pytest -q tests/workspace tests/web

# Hashes of every file of every package, for any platform and Python from 3.11 on. No address of a registry is written:
# whoever installs uses their own.
resolve := $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-header --no-emit-index-url --no-emit-find-links pyproject.toml

lock: setup-dev
	$(resolve) --output-file requirements.lock
	$(resolve) --extra all --group dev --constraints requirements.lock --output-file requirements-dev.lock
	for folder in tests/verapdf tests/web/axe; do (cd $$folder && npm install --package-lock-only --ignore-scripts \
		--omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error) || exit 1; done

clean:
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf tests/verapdf/node_modules tests/verapdf/build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
