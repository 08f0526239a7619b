# Each target sets up what it needs by itself; the first one takes a minute or two.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: run demo test lint bench screenshots clean

run: $(VENV)/installed
	$(BIN)/python app.py serve $(ARGS)

demo: $(VENV)/installed
	$(BIN)/python app.py demo --out demo-result $(ARGS)

test: $(VENV)/installed-dev
	tests/set_up.sh
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	tests/set_up.sh
	$(BIN)/python app.py bench all --out bench.json $(ARGS)

screenshots: $(VENV)/installed-dev
	tests/set_up.sh
	$(BIN)/python -m tests.browser.screenshots docs/screenshots $(ARGS)

# torch comes first and by itself, so that no other package chooses its build
$(VENV)/installed: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check "$$(grep '^torch==' requirements.txt)"
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) demo-result bench.json
