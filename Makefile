# Every command a developer types. `make` alone lists them.
PORT ?= 8000
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help install demo test check bench-classic bench-votes bench-evening format lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/runtime: requirements/runtime.txt pyproject.toml
	@python=$$(requirements/find-python) || exit 1; \
	  [ -x $(PY) ] || "$$python" -m venv .venv; \
	  echo "Installing what Townbell needs into .venv (once) ..."; \
	  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m townbell "$$@"\n' "$(CURDIR)" > .venv/bin/townbell
	@echo "$(CURDIR)" > "$$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/townbell.pth"
	@chmod +x .venv/bin/townbell
	@touch $@

.venv/dev: requirements/dev.txt .venv/runtime
	@echo "Installing the tools of the tests into .venv (once) ..."
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

install: .venv/runtime ## what Townbell needs to run, into .venv

demo: .venv/runtime ## a town to look at, on http://localhost:8000 (PORT=… for another)
	@.venv/bin/townbell demo --port $(PORT)

test: .venv/dev ## every test, browser and PostgreSQL included
	@tests/run

check: .venv/dev ## tests, lint, types, migrations, deployment settings
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/mypy
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && \
	  export TOWNBELL_HOME="$$home" TOWNBELL_SITE_URL=https://townbell.example TOWNBELL_PROXIES=1 DJANGO_SETTINGS_MODULE=townbell.settings && \
	  $(PY) -m django makemigrations --check --dry-run && \
	  $(PY) -m django check --deploy --fail-level WARNING
	@tests/run

bench-classic: .venv/dev ## the classic groups, beside Polis and red-dwarf
	@$(PY) -m benchmarks.parity

bench-votes: .venv/dev ## votes a second, and what each costs the server
	@$(PY) -m benchmarks.votes

bench-evening: .venv/dev ## ten minutes of a town on SQLite: is every vote counted once?
	@$(PY) -m benchmarks.evening

format: .venv/dev ## put the code in its usual form
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: .venv/dev ## write the hash-pinned locks anew
	@env -u PIP_FIND_LINKS -u PIP_INDEX_URL requirements/lock

clean: ## remove what these commands made (not your data)
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
