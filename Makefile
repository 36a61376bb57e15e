# `make run` and `make test` set up everything they need; see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run demo test check migrate lock browser-test conformance eval snapshots bench soak clean

run: $(VENV)/.runtime
	@exec $(BIN)/python cli.py serve

demo: $(VENV)/.runtime
	@$(BIN)/python cli.py seed

migrate: $(VENV)/.runtime
	@$(BIN)/python cli.py migrate

test: $(VENV)/.dev
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n logical --maxprocesses 8 --dist loadfile
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.schema_lint
	$(BIN)/python -m tests.breaking_changes
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_docs.py tests/test_snapshots.py tests/test_migrations.py

browser-test: $(VENV)/.browser
	$(BIN)/python -m pytest -q -o addopts="-p no:cacheprovider" tests/browser

# The server against the tools that others use: schemathesis, GraphQL clients, compilers.
conformance: $(VENV)/.conformance
	$(BIN)/python -m tests.conformance

# How well the local scorer ranks the graded pairs; with HELD_OUT=1 those that were held out as well.
eval: $(VENV)/.dev
	@$(BIN)/python -m tests.scoring.evaluate

# Ours and its peers side by side, docs/performance.md; SIZE is small, 100k or 1m. OPTIONS are those of benchmarks/.
SIZE ?= 100k
bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks --size $(SIZE) $(OPTIONS)

# Many clients for five minutes, who check every answer.
soak: $(VENV)/.bench
	$(BIN)/python -m benchmarks.soak $(OPTIONS)

# Writes the committed snapshots anew after a deliberate change.
snapshots: $(VENV)/.dev
	$(BIN)/python -m tests.snapshots

# Pins every package anew, with hashes and without naming any index.
lock: $(VENV)/.uv
	@for set in runtime dev browser conformance bench; do \
	  case $$set in runtime) groups= ;; dev) groups="--group dev" ;; browser) groups="--group browser" ;; conformance) groups="--group conformance" ;; bench) groups="--group bench" ;; esac; \
	  $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --no-header pyproject.toml $$groups -o requirements/$$set.txt; done
	@echo uv | $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header - -o requirements/uv.txt

clean:
	rm -rf $(VENV)

$(VENV)/.uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; set PYTHON=")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.runtime: requirements/runtime.txt $(VENV)/.uv
	@echo "Installing what the server needs (once) ..."
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --compile-bytecode -r requirements/runtime.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.conformance: requirements/conformance.txt $(VENV)/.dev
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/conformance.txt
	@touch $@

$(VENV)/.browser: requirements/browser.txt $(VENV)/.dev
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/browser.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@touch $@
