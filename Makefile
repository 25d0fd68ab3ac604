# One line each: `make`. The same without make: README.md.
# PYTHON is the Python (3.11 or newer) that makes .venv; ARGS is handed on to the command.
PYTHON ?= python3
BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: bench reproduce help site serve booklets check fmt test audit eval format lock screenshots clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

site: .venv/run.stamp ## build the site from data/ and content/ into site/
	@$(BIN)/python -m generator build $(ARGS)

serve: .venv/run.stamp ## show the site while you edit; the browser reloads by itself
	@$(BIN)/python -m generator serve $(ARGS)

booklets: .venv/print.stamp ## print all booklets as PDF into .build/booklets/
	@$(BIN)/python -m generator print $(ARGS)

check: .venv/run.stamp ## look for mistakes in data/ and content/
	@$(BIN)/python -m generator check $(ARGS)

fmt: .venv/run.stamp ## lay out the data files; comments stay
	@$(BIN)/python -m generator fmt $(ARGS)

test: .venv/test.stamp judges ## run the tests (under five minutes), by as many processes as there are processors
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

audit: .venv/test.stamp judges ## run the tests with their full counts (long); writes audit.log
	@$(BIN)/python -m pytest --audit=full $(ARGS) >audit.log 2>&1; status=$$?; tail -n 20 audit.log; exit $$status

eval: .venv/test.stamp ## ask the search box its questions; QUERIES=, FIXTURE=, SITE= name others
	@$(BIN)/python -m tests.eval $(if $(QUERIES),--queries $(QUERIES)) $(if $(FIXTURE),--fixture $(FIXTURE)) \
		$(if $(SITE),--site $(SITE)) $(ARGS)

format: .venv/test.stamp ## lay out the Python code and report what ruff dislikes
	@$(BIN)/python -m ruff format --quiet && $(BIN)/python -m ruff check --fix

screenshots: .venv/test.stamp ## make the pictures of README.md and CONTRIBUTING.md again
	@$(BIN)/python -m tests.screenshots && $(BIN)/python -m tests.ways

bench: .venv/bench.stamp ## measure builds against peers: bench/README.md
	@$(BIN)/python -m bench $(ARGS)

reproduce: .venv/run.stamp ## build the site twice, with another folder, clock, time zone, order of files, and compare
	@$(BIN)/python -m tests.reproduce

lock: .venv/lock.stamp ## pin all packages again with their hashes; ARGS=--upgrade takes newer ones
	@for group in run import print cluster forms test judges bench lock; do \
	  echo requirements/$$group.txt; \
	  if [ $$group = run ]; then project=pyproject.toml; else project=; fi; \
	  $(COMPILE) $(ARGS) $$project requirements/$$group.in --output-file requirements/$$group.txt || exit 1; \
	done
	cd tests/judges && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund --loglevel=error

clean: ## remove what the commands above made
	rm -rf .venv .build site audit.log tests/judges/node_modules .pytest_cache .ruff_cache .hypothesis *.egg-info
	find generator tests -type d -name __pycache__ -exec rm -rf {} +

# A stamp says: what this lock names is in .venv. Made again when the lock changes.
.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=python3.11')"
	@echo "Installing what the guide needs into .venv"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/print.stamp: .venv/run.stamp requirements/print.txt
	@echo "Installing what the booklets need into .venv"
	@$(PIP) --require-hashes -r requirements/print.txt
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt
	@echo "Installing what the tests need into .venv"
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

.venv/bench.stamp: .venv/run.stamp requirements/bench.txt
	@$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

.venv/lock.stamp: .venv/run.stamp requirements/lock.txt
	@$(PIP) --require-hashes -r requirements/lock.txt
	@touch $@

# axe-core and the Nu checker. Without npm the tests that need them are skipped and say so.
.PHONY: judges
judges:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory tests/judges/node_modules/.stamp; fi

tests/judges/node_modules/.stamp: tests/judges/package-lock.json
	@cd tests/judges && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
