# Needs Python 3.11 or newer with pip and venv, make and git; everything else goes into .venv.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python

.PHONY: help demo test check bench shots messages setup lock
help: ## Lists what can be made
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*##/\t/'

demo: .venv/.ready-run ## Shows the example week at http://localhost:8000 (PORT=8001: elsewhere)
	@exec $(PY) -m mosty.site demo --port $(PORT)

test: .venv/.ready-dev ## Runs all tests, those in a browser included (ARGS="-k name": some)
	@exec $(PY) -m pytest -n auto --dist loadgroup $(ARGS)

check: .venv/.ready-dev ## Checks form, types, floors of the house, translations
	@exec $(PY) -m tools.check

bench: .venv/.ready-dev ## Measures speed
	@exec $(PY) -m benchmarks

shots: .venv/.ready-dev ## Makes pictures of the pages
	@exec $(PY) -m tools.shots

messages: .venv/.ready-dev ## Collects and compiles the translations
	@$(PY) -m tools.messages extract && $(PY) -m tools.messages compile

setup: .venv/.ready-dev ## Sets up everything for development

lock: ## Writes the locked lists anew from requirements/*.in (needs uv)
	@for list in installer build run dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --upgrade requirements/$$list.in -o requirements/$$list.txt || exit 1; \
	done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "The virtual environment could not be made; on Debian and Ubuntu: apt-get install python3-venv" >&2; \
	  exit 1; }

# A stamp makes the second run instant. uv is used when it is there, else put into .venv; pip will do.
.venv/.ready-%: requirements/%.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo "Installing the program's parts into .venv (once; a minute or two)."
	@if uv --version >/dev/null 2>&1; then \
	  install="uv pip install --quiet --python $(PY)"; \
	elif $(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet \
	    --disable-pip-version-check --require-hashes -r requirements/installer.txt 2>/dev/null; then \
	  install="$(PY) -m uv pip install --quiet --python $(PY)"; \
	else \
	  install="$(PY) -m pip install --quiet --disable-pip-version-check"; \
	fi; \
	$$install --require-hashes -r requirements/build.txt -r requirements/$*.txt && \
	$$install --no-deps --no-build-isolation -e .
	@touch $@ $(if $(filter dev,$*),.venv/.ready-run)
