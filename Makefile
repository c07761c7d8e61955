# One environment, made once from the locks; a lock that changed makes it anew.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
# Most tests wait for sockets, processes and screens: two for each core.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')

# The tests start the program hundreds of times; without bytecode each start would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo run test check bench size peers snapshots verdicts anvil lock clean

demo: $(STAMPS)/run ## set up and open the app on its embedded sandbox
	$(BIN)/python tui.py --demo

run: $(STAMPS)/run ## set up and open the app on the real venues
	$(BIN)/python tui.py

test: $(STAMPS)/dev ## set up and run all tests
	@$(BIN)/python -m compileall -q app exchanges store widgets tui.py
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

check: $(STAMPS)/dev ## format, lint, types, room rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMPS)/dev ## every benchmark, ratios against a baseline of the same run
	$(BIN)/python -m benchmarks

size: $(STAMPS)/dev ## lines of code per venue and documented call
	$(BIN)/python -m benchmarks size

peers: $(STAMPS)/run $(STAMPS)/peers ## point third-party clients, unmodified, at the simulated venues
	.venv-peers/bin/python tests/sandbox/peers/run.py $(BIN)/python $(PEERS)

snapshots: $(STAMPS)/dev ## accept the screens as they look now (look at them first)
	$(BIN)/python -m pytest tests/snapshots --snapshot-update

verdicts: $(STAMPS)/dev ## write the table of wrong keys anew (look at the difference)
	BINNACLE_WRITE_DOCS=1 $(BIN)/python -m pytest -q tests/conformance/test_wrong_keys.py

anvil: $(STAMPS)/dev ## fetch the real EVM node of the chain tests, by npm; they fetch it themselves when it is missing
	$(BIN)/python -m tests.chains.anvil

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Binnacle needs Python 3.11 to 3.13; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 ...") if not (3, 11) <= sys.version_info < (3, 14) else 0'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/run

$(STAMPS)/peers: requirements-peers.lock
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	@mkdir -p $(STAMPS) && touch $@

lock: ## resolve the locks anew; needs uv
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -o requirements-dev.lock
	uv pip compile tests/sandbox/peers/requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -o requirements-peers.lock

clean:
	rm -rf $(VENV) .venv-peers $(STAMPS)
