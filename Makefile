# make run: create the environment, install, serve the app. make test: everything needed, all tests.
PYTHON ?= python3
PORT ?= 8501
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: run test lint quick picture clean

run: $(VENV)/.runs  ## serve the app on port 8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/.tests  ## checks and all tests, the browser's included
	$(MAKE) lint
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest

quick: $(VENV)/.tests  ## two of three tests, in a minute
	$(BIN)/python -m pytest -m "not slow and not browser"

lint: $(VENV)/.tests  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/.tests: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@ $(VENV)/.runs

picture: $(VENV)/.tests  ## the README's picture, anew
	$(BIN)/python -m tests.browser.picture

clean:  ## remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
