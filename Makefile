# make run: create the environment, install, serve the app. make test: everything needed, all tests.
PYTHON ?= python3
PORT ?= 8501
VENV ?= .venv
BIN = $(VENV)/bin
# One process a core, each with one thread, so that they do not compete; a file's tests stay in one process and in order.
SPREAD = OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n logical --maxprocesses=8 --dist loadfile --no-loadscope-reorder --durations=50 --durations-min=2

.PHONY: run test lint quick picture clean

run: $(VENV)/.runs  ## serve the app on port 8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/.tests  ## checks and all tests, the browser's included
	$(MAKE) lint
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python tests/postgres.py
	$(BIN)/python -m tests.proxy
	$(SPREAD) -m "not alone"
	$(BIN)/python -m pytest -m alone $$(grep -rl --include='*.py' mark.alone tests)

quick: $(VENV)/.tests  ## most of the tests, in a few minutes
	$(SPREAD) -m "not slow and not browser and not alone"

lint: $(VENV)/.tests  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/.tests: requirements.txt requirements-cluster.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@ $(VENV)/.runs

picture: $(VENV)/.tests  ## the README's picture, anew
	$(BIN)/python -m tests.browser.picture

clean:  ## remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
