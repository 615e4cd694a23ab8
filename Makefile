# make run       build the graph and serve it (PORT=8080 HOST=0.0.0.0 to change)
# make test      run the tests; those of a browser and of servers are skipped where there is none, and say why
# make coverage  the same, and fail where they reach too little of the code
# make check     linting, formatting, types
# make services  start Neo4j and Fuseki, each on a free port of loopback; make services-stop ends them
# make derive    write context.jsonld, schema.graphql and the reference pages from the model
# make lock      pin the requirements again
# Needs git, make, python3-venv, curl and ca-certificates; everything else is installed into .venv.
# The tests of a browser need Debian's chromium; `services` and their tests need Java 17 and Maven, which brings the
# servers' jars once, or the servers of docker-compose.yml.

PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
COVERED ?= 90
SERVICES ?= build/services
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet
PINNED := $(PIP) --require-hashes --requirement

.PHONY: run test coverage check services services-stop derive lock clean

run: $(STAMPS)/habeas
	$(BIN)/habeas build
	$(BIN)/habeas serve --host $(HOST) --port $(PORT)

test: $(STAMPS)/habeas $(STAMPS)/test
	$(BIN)/python -m pytest $(MEASURED)

coverage: MEASURED := --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERED)
coverage: test

check: $(STAMPS)/habeas $(STAMPS)/check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# What is derived from ontology/ and shapes/ and committed, so that others can read it; tests hold it to the model.
derive: $(STAMPS)/habeas
	$(BIN)/python -m habeas.export context > ontology/context.jsonld
	$(BIN)/python -m habeas.graphql > graphql/schema.graphql
	$(BIN)/python -m habeas.publish statuses > docs/reference/statuses.md
	$(BIN)/habeas build
	$(BIN)/python -m habeas.sparql docs/reference/questions

# A script of its own, with nothing of Habeas in it: it does not wait for .venv.
services:
	@$(PYTHON) tests/services/services.py start $(SERVICES)
	@$(PYTHON) tests/services/services.py env $(SERVICES)
	@echo '# eval "$$($(PYTHON) tests/services/services.py env $(SERVICES))" sets these in a shell, and `make test` there'
	@echo '# takes these servers. What is in them is deleted by the tests. `make services-stop` ends them.'

services-stop:
	@if [ -e $(SERVICES)/services.json ]; then $(PYTHON) tests/services/services.py stop $(SERVICES); fi

clean: services-stop
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .coverage

# A stamp is written only after its install has succeeded, so a broken one is tried again, a good one never.
$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'error: Habeas needs Python 3.11 or later; $(PYTHON) is' "$$($(PYTHON) --version 2>/dev/null || echo not there)" >&2; \
		echo 'mend:  name another one: make PYTHON=python3.12 run' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'error: $(PYTHON) cannot make an environment of its own: its module venv is not installed' >&2; \
		echo 'mend:  on Debian: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	mkdir -p $(STAMPS)
	touch $@

$(STAMPS)/run $(STAMPS)/test $(STAMPS)/check: $(STAMPS)/%: requirements/%.txt | $(STAMPS)/venv
	$(PINNED) $<
	touch $@

# An editable install does not work under --require-hashes: what it needs is pinned in run.txt and is there already.
$(STAMPS)/habeas: pyproject.toml $(STAMPS)/run
	$(PIP) --no-deps --no-build-isolation --no-index --editable .
	touch $@

# Only what pyproject.toml asks for goes in; no address of an index and no path of this machine comes out.
# pip-tools has a venv of its own, so that it does not have to agree with what it pins. `make lock UPGRADE=--upgrade`
# takes the newest versions; without it a pin stays where it still fits. hatchling wants editables for an editable install.
LOCKER := $(VENV)/locker
COMPILE = $(LOCKER)/bin/pip-compile --quiet --generate-hashes --no-strip-extras --allow-unsafe --no-annotate --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options $(UPGRADE)
LISTED = $(LOCKER)/bin/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb")); print(*($(1)), sep="\n")'
GROUP = $(call LISTED,p["dependency-groups"]["$(1)"])

lock: $(STAMPS)/locker
	$(call LISTED,p["project"]["dependencies"] + p["build-system"]["requires"] + ["editables"]) | $(COMPILE) -o requirements/run.txt -
	$(call GROUP,test) | $(COMPILE) -c requirements/run.txt -o requirements/test.txt -
	$(call GROUP,lint) | $(COMPILE) -c requirements/run.txt -c requirements/test.txt -o requirements/check.txt -

$(STAMPS)/locker: | $(STAMPS)/venv
	$(PYTHON) -m venv $(LOCKER)
	$(LOCKER)/bin/python -m pip install --disable-pip-version-check --quiet 'pip-tools>=7.5'
	touch $@
