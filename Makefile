# Everything that a clone needs: `make run` to see it work, `make test` to see it tested.
# Needs Python 3.11 or newer and pip; name another Python with `make PYTHON=python3.12 ...`.

PYTHON ?= python3
WORKERS ?= 1
ARTICLES ?= 1000
FUZZ_SECONDS ?= 300
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
LOCKED := install --require-hashes --no-build-isolation --use-pep517

.DEFAULT_GOAL := help
.PHONY: help install run test docs score floors lexicon browser bench long-run fuzz lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.installed ## Extract the records of corpus/ into out/records.jsonl and print the summary
	@$(BIN)/extractor run corpus --out out --workers $(WORKERS)

test: $(VENV)/.tools browser ## Lint, type check, layer check, documentation, tests and accuracy gate
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MKDOCS) build --strict
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# The builder and its theme print notices about what may follow them; they are no warnings of our pages.
MKDOCS := NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(BIN)/mkdocs

docs: $(VENV)/.tools ## Build the documentation into site/ and serve it at http://127.0.0.1:8000
	$(MKDOCS) build --strict
	$(MKDOCS) serve --strict

# The error report is tested in a real browser. It is installed only where that is this user's business
# (root on a Debian system, as in a container); elsewhere its test says that it was skipped, and why.
browser:
	@.ci/browser

install: $(VENV)/.installed ## Make .venv with the package and its locked dependencies

score: $(VENV)/.installed ## Score the extractor on corpus/ against gold/
	@$(BIN)/extractor score corpus gold --workers $(WORKERS)

floors: $(VENV)/.installed ## Raise the accuracy floors to what is measured now (REASON="..." lets one sink)
	@$(BIN)/extractor gold floors corpus gold $(if $(REASON),--allow-regression "$(REASON)")

lexicon: $(VENV)/.tools ## Make the forms of every lemma of the lexicon anew
	@$(BIN)/python tools/word_forms.py

bench: $(VENV)/.installed ## Speed, length, scaling; TEXTS="NAME=PATH ..." for more texts, DOCS=docs to put it into the pages
	@$(BIN)/python bench/bench.py --texts $(TEXTS) $(if $(DOCS),--docs $(DOCS))

long-run: $(VENV)/.tools ## ARTICLES=N made-up articles, killed in the middle: all there, and no memory lost? (out/long-run)
	$(BIN)/python bench/long_run.py out/long-run --articles $(ARTICLES) $(if $(DOCS),--docs $(DOCS))

fuzz: $(VENV)/.tools ## Hostile articles by the ten thousand, then the grammars for FUZZ_SECONDS
	$(BIN)/python fuzz/hostile.py --cases 10000 --workers $(WORKERS)
	$(BIN)/python fuzz/grammars.py -max_total_time=$(FUZZ_SECONDS) -max_len=600 -len_control=0

lock: $(VENV)/.made ## Renew the lock files from pyproject.toml
	$(PIP) install "uv>=0.6"
	$(BIN)/uv pip compile $(COMPILE) --upgrade $(EXTRAS:%=--extra %) pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(COMPILE) --upgrade -c requirements.lock --group build -o requirements-build.lock
	$(BIN)/uv pip compile $(COMPILE) --upgrade -c requirements.lock --all-extras pyproject.toml --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile $(COMPILE) --upgrade --no-deps --group label-studio -o requirements-label-studio.lock

# What `make install` brings, so that every command of the README runs: all but Ray, which is for a cluster.
EXTRAS := html parquet remote documents review
COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

clean: ## Remove everything that make made
	rm -rf $(VENV) out site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The build tools come first and from a lock of their own: what is only published as source is built
# with them, and no build step fetches anything that the locks do not name.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements-build.lock requirements.lock pyproject.toml | $(VENV)/.made
	@echo "Installing the locked dependencies into $(VENV) (a minute or two, once) ..."
	@$(PIP) $(LOCKED) -r requirements-build.lock
	@$(PIP) $(LOCKED) -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.tools: requirements-dev.lock requirements-label-studio.lock $(VENV)/.installed
	@echo "Installing the locked test tools into $(VENV) ..."
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@$(PIP) $(LOCKED) --no-deps -r requirements-label-studio.lock
	@touch $@
