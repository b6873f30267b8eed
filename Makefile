# Each command does all its own set-up, once. `make help` lists them.
.POSIX:
.SUFFIXES:
.PHONY: publication preview test test-versions check coverage shapes series bench setup setup-tests lock clean help

PUBLICATION = data/infant-mortality/publication.toml
OUTPUT = output
N = 2000
SEED =
WORKERS = 2
LOWEST_PYTHON = 3.11
NEWEST_PYTHON = 3.13

VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST = $(BIN)/pytest --numprocesses $(WORKERS) --dist loadgroup
LOCK = $(BIN)/uv pip compile --universal --python-version 3.11 --fork-strategy fewest --no-emit-index-url \
	--custom-compile-command "make lock" --upgrade --quiet pyproject.toml

publication: setup ## build the shipped edition into output/
	@$(BIN)/reporter build $(PUBLICATION) --output $(OUTPUT)

preview: setup ## show the shipped edition in a browser, made again as its files are saved
	@$(BIN)/reporter serve $(PUBLICATION) --output $(OUTPUT) \
		$$([ -z "$$DISPLAY$$WAYLAND_DISPLAY" ] || echo --open)

test: setup-tests ## run the tests
	@$(PYTEST)

test-versions: setup-tests ## run the tests with the lowest and the newest versions of packages that are allowed
	@$(PIP) install uv
	@for ends in "lowest-direct $(LOWEST_PYTHON)" "highest $(NEWEST_PYTHON)"; do set -- $$ends; \
		echo "Python $$2, $$1 versions in build/$$1"; \
		$(BIN)/uv venv --quiet --clear --python "$$2" build/$$1 && \
		$(BIN)/uv pip install --quiet --python build/$$1 --resolution $$1 --editable '.[registers,test]' && \
		build/$$1/bin/pytest --numprocesses $(WORKERS) --dist loadgroup || exit 1; \
	done

check: setup-tests ## formatting, lint and types
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --strict

coverage: setup-tests ## which lines and branches the tests reach
	@$(PYTEST) --cov --cov-report term

shapes: setup-tests ## draw N publications (SEED as you like); one line a cause that stops one, kept in build/shapes
	@$(BIN)/python -m tests.shapes.run $(N) $(SEED)

series: setup-tests ## draw N series of editions (SEED as you like) and attack them; those that give anything away are kept in build/series
	@$(BIN)/python -m tests.series.run $(N) $(SEED)

bench: setup-tests ## CPU of the whole build, of one briefing, of the preview, and of the statistics, as ratios
	@for bench in tests/bench/*_bench.py; do echo; echo "$$bench"; $(BIN)/python "$$bench" || exit 1; done

setup: $(VENV)/.libraries $(VENV)/.publication
setup-tests: setup $(VENV)/.tests

$(VENV)/.python:
	@echo "Setting up (once)"
	@.ci/machine python $(VENV)
	@touch $@

$(VENV)/.libraries: $(VENV)/.python .ci/machine
	@.ci/machine libraries
	@touch $@

$(VENV)/.publication: $(VENV)/.python requirements.lock pyproject.toml
	@echo "  installing pinned packages into $(VENV)"
	@$(PIP) install --requirement requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.publication requirements-test.lock tests/browser/package.json .ci/machine
	@echo "  installing what tests need"
	@$(PIP) install --requirement requirements-test.lock
	@.ci/machine tests
	@touch $@

lock: setup ## take the newest versions that pyproject.toml allows
	@$(PIP) install uv
	@$(LOCK) --extra registers --output-file requirements.lock
	@$(LOCK) --extra registers --extra test --constraints requirements.lock --output-file requirements-test.lock

clean: ## remove what was built, and caches
	@rm -rf $(OUTPUT)/* build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
