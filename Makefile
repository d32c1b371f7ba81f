# Two commands do all the set-up on a machine with python3 (3.11 or later) and make:
#   make review   environment, install, the follow-up of the examples
#   make demo     environment, install, the register filled with examples, at http://127.0.0.1:8000
#   make test     everything the tests need, then the tests
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/data
OUT ?= out
PORT ?= 8000
CORES ?= 2
# Tests wait for browsers and processes for a third of their time: one worker more than there are cores.
WORKERS ?= $(shell expr $(CORES) + 1)
# The words of the pages as Django reads them. An installation compiles them; a changed .po is compiled here.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/actionlines/register/site/locale/*/LC_MESSAGES/django.po))

.PHONY: help review demo demo-data screenshots quick test test-whole test-postgres test-days test-engines test-api test-all coverage golden lint docs types imports check accept train encoder bench release image lock clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

.venv/review.done: requirements/review.txt pyproject.toml $(wildcard model/*/pyproject.toml)
	@echo "Installing Actionlines into .venv: one minute, once."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/review.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	  -e model/default -e model/neural -e .
	touch $@

.venv/run.done: .venv/review.done requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	touch $@

%.mo: %.po | .venv/run.done
	@$(BIN)/python hatch_build.py

.venv/dev.done: .venv/run.done requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

.venv/train.done: .venv/run.done requirements/train.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/train.txt
	touch $@

.venv/engines.done: .venv/dev.done requirements/engines.txt
	@command -v java > /dev/null || { echo "Spark needs Java: on Debian and Ubuntu, apt install default-jre-headless"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/engines.txt
	touch $@

review: .venv/review.done  ## read the examples and say where the report is
	@echo "Reading four samples: about ten seconds."
	$(BIN)/actionlines review examples/resolution.pdf examples/contribution.docx \
	  examples/itu-resolution.txt examples/itu-resolution-revised.txt --out $(OUT)/review

demo: .venv/run.done  ## a register filled with examples, served on this machine (PORT=8000)
	@$(MAKE) --no-print-directory demo-data
	@cat $(OUT)/demo/accounts.txt
	$(BIN)/actionlines serve --data $(OUT)/demo --port $(PORT)

demo-data: .venv/run.done $(CATALOGUES) $(OUT)/demo

# Filled beside its place and moved there whole: what was interrupted begins anew. Remove the folder to fill it again.
$(OUT)/demo: | .venv/run.done $(CATALOGUES)
	rm -rf $@.partial
	$(BIN)/actionlines import --data $@.partial --set wsis examples/resolution.pdf examples/contribution.docx \
	  examples/itu-resolution.txt examples/itu-resolution-revised.txt examples/demo/resolution.txt
	$(BIN)/actionlines import --data $@.partial --publish examples/demo/activities.csv
	$(BIN)/actionlines import --data $@.partial --kind cooperation --country NGA examples/demo/cooperation-nigeria.txt
	$(BIN)/actionlines import --data $@.partial examples/indicators.csv
	$(BIN)/python -m examples.demo.fill $@.partial
	mv $@.partial $@

# What Python compiles is kept, also where the environment says otherwise: a new process starts in half the time.
PYTEST := env PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(WORKERS) --dist worksteal
# For test-postgres and test-days; "not browser and not long" is a third of it.
SELECT ?= not browser

quick: .venv/dev.done  ## some tests of each room, 40 seconds
	$(PYTEST) --hypothesis-profile=quick -m "not browser and not long" @tests/quick.txt

test: .venv/dev.done  ## the tests of every change, a real browser included, five to six minutes
	scripts/need-browser
	$(PYTEST) -m "not long"

screenshots: .venv/dev.done  ## the pictures of docs/, by the journeys of its people in a browser
	scripts/need-browser
	ACTIONLINES_SCREENSHOTS=docs/screenshots $(PYTEST) tests/register/site/journeys tests/register/consultations/pages

test-whole: .venv/dev.done  ## every test, with all examples of Hypothesis
	scripts/need-browser
	$(PYTEST) --hypothesis-profile=all

test-postgres: .venv/dev.done  ## the tests of the register once more, on a PostgreSQL that is started for them
	DATABASE_URL=$$(scripts/need-postgres) && export DATABASE_URL && \
	  $(PYTEST) -m "$(SELECT)" tests/register tests/golden/test_backups.py

# DAYS="2027-01-01 UTC 2031-06-30 Pacific/Pago_Pago" for other days and zones.
test-days: .venv/dev.done  ## the tests without a browser on three other days, in time zones from +14 to -11
	SELECT="$(SELECT)" scripts/test-days $(BIN)/pytest $(DAYS)

test-engines: .venv/engines.done  ## align and extract on Ray and Spark, which are installed for it; needs Java
	$(BIN)/pytest tests/alignment/scale/test_killed.py tests/results/test_extract.py

test-api: .venv/dev.done  ## ten minutes of Schemathesis against the API, as a visitor and as the secretariat
	$(BIN)/python -m tests.register.site.api.run_schemathesis 600

test-all: .venv/engines.done test-whole test-postgres test-days test-api  ## everything, with the engines, on PostgreSQL and on other days too

# TESTS="tests/register -m 'not long'" for a part. Commands, servers and workers count, as they are processes of ours.
coverage: .venv/dev.done  ## every test with coverage of src; fails under 92 %, or 70 % of a file
	rm -f .coverage .coverage.*
	$(PYTEST) --hypothesis-profile=all --cov --cov-report= $(TESTS)
	$(BIN)/python scripts/low_coverage.py

lint: .venv/dev.done  ## style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --severity-level high src
	$(BIN)/python scripts/plain-words
	$(BIN)/python scripts/terms
	@$(MAKE) --no-print-directory docs

docs: .venv/dev.done  ## the documentation as a site, in OUT/docs; a broken link fails
	NO_MKDOCS_2_WARNING=1 nice $(BIN)/mkdocs build --quiet --strict --site-dir $(abspath $(OUT))/docs

accept: .venv/dev.done  ## the figures that must be reached (DATA=DIR for another folder of the same layout)
	$(BIN)/python -m benchmarks.accept $(DATA)

train: .venv/train.done  ## make the shipped model of alignment anew from DATA
	OMP_NUM_THREADS=1 $(BIN)/python -m training.train $(DATA)

# Apart from the lock file: more than an hour, and a package of half a gigabyte that is built differently on every index.
encoder: .venv/train.done  ## train all readers of the neural grade anew from DATA, 80 minutes; `make train` after it
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation -e '.[encoder]'
	$(BIN)/python -m training.encoder $(DATA)
	$(BIN)/python -m training.encoder $(DATA) --teach
	$(BIN)/python -m training.multilingual $(DATA)

bench: .venv/dev.done  ## speed and memory, as ratios
	$(BIN)/python -m benchmarks.reading $(wildcard $(DATA)/documents/pdf/*.pdf)
	$(BIN)/python -m benchmarks.citations
	$(BIN)/python -m benchmarks.progress $(DATA)
	$(BIN)/python -m benchmarks.papers

golden: .venv/dev.done  ## write what users hold into tests/golden/kept again, and show what is different
	$(BIN)/python -m tests.golden

release: .venv/dev.done  ## the files of a release in dist/: wheels, sdist, SBOM, notes, checksums
	scripts/release $(BIN)

CONTAINERS ?= podman
image: .venv/dev.done  ## the image of a container with the site, from wheels alone; BASE=IMAGE for another Debian 13
	scripts/wheels $(BIN) out/wheels
	$(CONTAINERS) build $(if $(BASE),--build-arg BASE=$(BASE)) --file deploy/Containerfile --tag actionlines .

check: test lint  ## what must pass before a change lands

lock: .venv/dev.done  ## pin every package anew, with hashes, naming no index
	scripts/lock $(BIN)/uv

clean:  ## remove what was built
	rm -rf .venv $(OUT) .pytest_cache .mypy_cache .ruff_cache
