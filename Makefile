# `make` or `make help` lists the recipes. Everything lives in .venv; a second run of a recipe installs nothing.
VENV := .venv
BIN := $(VENV)/bin
LOCKED := requirements/run.txt requirements/build.txt pyproject.toml
CATALOGUES := $(shell find core plugins -path '*/translations/*' -name '*.po')

.DEFAULT_GOAL := help
.PHONY: help install demo serve test test-deep lint fix messages reference new-plugin screenshots lock wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(BIN)/.built ## make .venv with the command xiaoneng
	@echo "installed: $(BIN)/xiaoneng --help"

demo: install ## sample county with three townships on http://127.0.0.1:8000
	$(BIN)/xiaoneng demo

serve: install ## serve your own data (XIAONENG_DATA, default ./data)
	$(BIN)/xiaoneng serve

test: $(BIN)/.ready ## every quick suite: format, lint, types, layers, tests with a browser
	scripts/test.sh quick

test-deep: $(BIN)/.ready ## the long suites
	scripts/test.sh deep

lint: $(BIN)/.dev ## format, lint, types and layers only
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(BIN)/.dev ## format, and repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(BIN)/.dev ## bring the English catalogues up to date with the sources
	$(BIN)/python scripts/messages.py update
	$(BIN)/python hatch_build.py

reference: $(BIN)/.dev ## write docs/reference/limits.md anew from the plugins' rules
	$(BIN)/python scripts/limits.py

new-plugin: $(BIN)/.dev ## make a plugin with tests: NAME=hydrants LABEL=消防栓 ENGLISH=hydrants
	$(BIN)/python scripts/new_plugin.py $(NAME) $(if $(LABEL),--label "$(LABEL)") $(if $(ENGLISH),--english "$(ENGLISH)")

screenshots: $(BIN)/.ready ## take docs/images/*.png from the sample county
	$(BIN)/python scripts/screenshots.py

lock: $(BIN)/.dev ## lock the requirements anew, with hashes
	cd requirements && for set in run postgresql s3 oidc build dev; do \
	  ../$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    --quiet $$set.in -o $$set.txt || exit 1; done

wheel: $(BIN)/.built ## build dist/xiaoneng-….whl for a machine without a network
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove .venv, built files and caches; data/ stays
	rm -rf $(VENV) dist core/web/static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Stamps: one per thing that is installed, made anew when what it depends on changed.
$(BIN)/.run: $(LOCKED) scripts/venv.sh scripts/system.sh
	scripts/venv.sh
	@touch $@

$(BIN)/.built: $(BIN)/.run hatch_build.py $(CATALOGUES)
	@$(BIN)/python hatch_build.py
	@touch $@

$(BIN)/.dev: requirements/dev.txt $(BIN)/.built
	scripts/venv.sh dev
	@touch $@

$(BIN)/.ready: $(BIN)/.dev scripts/browser.sh
	scripts/browser.sh
	@touch $@
