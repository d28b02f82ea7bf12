# Set-up, tests and installers. `make run` and `make test` are all that a new machine needs.
#
#   make run TORCH_INDEX=https://download.pytorch.org/whl/cpu   the small CPU build of torch (Linux, no CUDA)
#   make run PYTHON=python3.12 VENV=/somewhere/else

PYTHON ?= python3
VENV ?= .venv
BUILD_VENV ?= build/venv
BIN := $(VENV)/bin
TORCH_INDEX ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock
BUILD_PIP := $(BUILD_VENV)/bin/python -m pip install --quiet --disable-pip-version-check
TORCH := torch==2.13.0 torchvision==0.28.0

.PHONY: run test lint installers audit clean

run: $(VENV)/.run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/wbc-desktop; \
	else \
		echo "No display here: counting the synthetic smear on the command line instead of opening the window."; \
		$(BIN)/wbc-desktop demo demo; \
	fi

test: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 $(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

installers: $(BUILD_VENV)/.packaging
	$(BUILD_VENV)/bin/python packaging/build.py

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh packaging/linux/system_libraries.sh python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml setup.py requirements.lock | $(VENV)/bin/pip
	@sh packaging/linux/system_libraries.sh
	@echo "Installing wbc_desktop into $(VENV) (some minutes, once) ..."
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH)
	@$(PIP) $(TORCH) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@$(PIP) $(TORCH) -e '.[dev,training]'
	@touch $@

# An environment of its own, every part checked against the lock's hashes. Torch, which exports the models, is the
# CPU build there: where it is in no index that pip knows, give TORCH_INDEX (see above).
$(BUILD_VENV)/.packaging: pyproject.toml setup.py packaging/requirements.lock
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh packaging/linux/system_libraries.sh python3-venv
	@sh packaging/linux/system_libraries.sh binutils dpkg xz-utils
	$(PYTHON) -m venv $(BUILD_VENV)
	@echo "Installing what builds the installers into $(BUILD_VENV) (some minutes, once) ..."
	@$(BUILD_PIP) $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) --require-hashes -r packaging/requirements.lock
	@$(BUILD_PIP) --no-deps --no-build-isolation -e .
	@touch $@

# Known vulnerabilities of the pinned parts, from PyPI's advisories.
audit: $(VENV)/bin/pip
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	sh packaging/audit.sh $(VENV)/audit/bin/pip-audit packaging/requirements.lock
