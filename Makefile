# `make demo` writes two finished reports; `make test` checks what can be checked between two edits. Both set up .venv first,
# from nothing.
.PHONY: help setup setup-dev demo test test-slow lint format schemas rules commands examples patterns reference report-templates messages-doc pythons bench proof mutants lock clean
.DEFAULT_GOAL := help

bin := .venv/bin
# A worker that has nothing left to do takes tests from another one.
spread := -n auto --dist worksteal
# Without its compiled files every process of Python reads all modules anew.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo      two worked examples, out/practice-app.pdf and out/lumen-line.pdf"
	@echo "make test      linters, type checker and the quick tests: to be run between two edits"
	@echo "make test-slow all other tests: whole flows in a browser, veraPDF, packaging, kills, properties on many examples"
	@echo "make lint      the linters and the type checker alone"
	@echo "make format    let ruff and Biome order and format the code"
	@echo "make schemas   the JSON Schemas of the definition formats"
	@echo "make rules     the tables of docs/rules.md"
	@echo "make commands  the page of the commands, docs/commands.md"
	@echo "make messages  the phrases of the program for translators, locale/dpia.pot, and every catalogue brought up to date"
	@echo "make examples  the hashes of the questionnaires in the worked examples"
	@echo "make patterns  the page of the cases, docs/patterns.md"
	@echo "make reference the page of the library, docs/reference.md"
	@echo "make report-templates the page of the report templates, docs/report-templates.md"
	@echo "make messages-doc the page of the messages, docs/messages.md"
	@echo "make pythons   the quick tests on every Python from 3.11 on that is here"
	@echo "make bench     time the evaluation, the rendering, and the application at the server"
	@echo "make proof     the long counts: 1,000 kills while saving, 32 editors on SQLite and PostgreSQL"
	@echo "make mutants   change the modules that judge a little, thousands of times, and see whether a test fails each time"
	@echo "make lock      resolve the dependencies anew"
	@echo "make clean     remove what the other targets made"

setup:
	@scripts/setup.sh

setup-dev:
	@scripts/setup.sh dev

demo: setup
	@mkdir -p out
	@for name in practice-app lumen-line; do $(bin)/python -m dpia demo $$name --output out/$$name.pdf --force || exit 1; done

lint: setup-dev
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy --strict dpia
	$(bin)/lint-imports
	$(bin)/codespell
	$(bin)/python scripts/templates.py
	scripts/biome/run.sh check --error-on-warnings templates
	$(bin)/python -m dpia questionnaires lint questionnaires

test: lint
	$(bin)/python -m pytest -q $(spread) -m "not slow"

test-slow: setup-dev
	HYPOTHESIS_PROFILE=full $(bin)/python -m pytest -q $(spread) -m "slow or hypothesis"

format: setup-dev
	$(bin)/ruff check --fix .
	$(bin)/ruff format .
	scripts/biome/run.sh format --write templates

schemas: setup-dev
	$(bin)/python scripts/schemas.py

rules: setup-dev
	$(bin)/python scripts/rules_doc.py

commands: setup-dev
	$(bin)/python scripts/commands.py

# `make messages NEW=fr` begins a language.
messages: setup-dev
	$(bin)/python scripts/messages.py $(NEW)

reference: setup-dev
	$(bin)/python scripts/reference.py

report-templates: setup-dev
	$(bin)/python scripts/report_templates_doc.py

messages-doc: setup-dev
	$(bin)/python scripts/messages_doc.py

pythons: setup-dev
	scripts/pythons.sh

examples: setup-dev
	$(bin)/python scripts/examples.py

patterns: setup-dev
	$(bin)/python scripts/patterns_doc.py

bench: setup-dev
	@$(bin)/python scripts/bench.py; engine=$$?; $(bin)/python scripts/bench_web.py && exit $$engine

proof: setup-dev
	DPIA_FULL=1 HYPOTHESIS_PROFILE=full $(bin)/python -m pytest -q tests/workspace tests/web

# Small changes to the modules that judge, one at a time. `mutmut results` names those that no test saw, `mutmut show` shows one.
mutants: setup-dev
	$(bin)/mutmut run

# Hashes of every file of every package, for any platform and Python from 3.11 on. No address of a registry is written:
# whoever installs uses their own.
resolve := $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-header --no-emit-index-url --no-emit-find-links pyproject.toml

lock: setup-dev
	$(resolve) --output-file requirements.lock
	$(resolve) --extra all --group dev --constraints requirements.lock --output-file requirements-dev.lock
	for folder in tests/verapdf tests/web/axe scripts/biome; do (cd $$folder && npm install --package-lock-only --ignore-scripts \
		--omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error) || exit 1; done

clean:
	rm -rf .venv .venvs out build dist mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf tests/verapdf/node_modules tests/verapdf/build tests/web/axe/node_modules scripts/biome/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
