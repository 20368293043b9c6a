# Everything a person does here, one line of help each. `make` alone prints them.

PYTHON := .venv/bin/python
ROOMS := agencies benchmarks config documents exchange jobs local rehearsal signing ui workflow
PAGES = $(shell find $(ROOMS) -name '*.html')
STATIC = $(shell find $(ROOMS) -path '*/static/*' -type f)
COMPILE := .venv/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"
JOURNEYS := DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PYTHON) -m pytest tests/journeys \
	-o addopts="--strict-markers --allow-hosts=127.0.0.1,::1 --allow-unix-socket -p no:cacheprovider"

.PHONY: help setup run rehearse test check audit fix journeys guide bench docs lock
.DEFAULT_GOAL := help

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: staticfiles/staticfiles.json ui/locale/en/LC_MESSAGES/django.mo ui/locale/vi/LC_MESSAGES/django.mo ## install everything, from the pins; starts nothing
	@:

run: setup ## start all of it on this machine, with a sample province; Ctrl-C stops it
	@exec $(PYTHON) -m local run

rehearse: setup ## take the drafts in rehearsal/documents through their whole life, into rehearsal-out
	@$(PYTHON) manage.py rehearse rehearsal/documents/*.json --out rehearsal-out; status=$$?; \
		echo "The files and their root.pem lie in $(CURDIR)/rehearsal-out"; exit $$status

test: check ## find what is wrong: the checks, every test, the journeys in a browser
	@.ci/tools
	$(PYTHON) -m pytest -n 2
	@$(MAKE) --no-print-directory journeys

check: setup ## find what is wrong without running the tests
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .ci/check $(ROOMS)

audit: setup ## ask the public databases for known holes in what we depend on
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .ci/audit

fix: setup ## mend what a tool can mend
	.venv/bin/ruff check --fix --quiet . || true
	.venv/bin/ruff format --quiet .
	.venv/bin/djade --target-version 5.2 $(PAGES) || true
	.venv/bin/djhtml --tabwidth 2 $(PAGES) || true

journeys: setup ## run only the journeys, in a real browser
	@.ci/tools
	$(JOURNEYS) -n 2

guide: setup ## take the pictures of the guide anew, from the journeys
	@.ci/tools
	DAUSON_GUIDE=1 $(JOURNEYS)

bench: setup .bench/ready ## measure what things cost beside each other, as ratios
	@for question in preview life jobs sign switch typeset crowd lists; do echo "== $$question"; $(PYTHON) -m benchmarks.$$question || exit; done

docs: setup ## write docs/reference again from the code
	@DAUSON_REHEARSAL=1 $(PYTHON) manage.py docs

lock: setup ## pin again what pyproject.toml asks for
	echo uv | $(COMPILE) - -o requirements-uv.txt
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group dev pyproject.toml -o requirements-dev.txt
	$(COMPILE) --group bench pyproject.toml -o requirements-bench.txt

# What `setup` is made of. Each leaves a file, so that a second time takes no time.

.venv/ready: requirements-uv.txt requirements-dev.txt
	@python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "This needs Python 3.11 or later with its module venv: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing the Python packages into .venv, half a minute or so …"
	@python3 -m venv .venv
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@.venv/bin/uv pip install --quiet --python $(PYTHON) --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

.bench/ready: .venv/ready requirements-bench.txt
	@echo "Installing what is measured beside us into .bench …"
	@python3 -m venv .bench
	@.venv/bin/uv pip install --quiet --python .bench/bin/python --require-hashes -r requirements-bench.txt
	@touch $@

ui/static/ui/built/inputs.sha256: .venv/ready package-lock.json ui/build.py ui/bundling.py ui/icons.py $(wildcard ui/editor/*.js ui/drafting/*.js)
	@$(PYTHON) -m ui.build
	@touch $@

staticfiles/staticfiles.json: ui/static/ui/built/inputs.sha256 $(STATIC)
	@echo "Collecting what the pages load …"
	@$(PYTHON) -m ui.sheets
	@DAUSON_REHEARSAL=1 $(PYTHON) manage.py collectstatic --verbosity 0 --no-input --clear
	@touch $@

%.mo: %.po .venv/ready ui/catalogue.py
	@$(PYTHON) -m ui.catalogue
