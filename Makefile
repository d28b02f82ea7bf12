# Set-up, tests and installers. `make run` and `make test` are all that a new machine needs.
#
#   make run TORCH_INDEX=https://download.pytorch.org/whl/cpu   the small CPU build of torch (Linux, no CUDA)
#   make run PYTHON=python3.12 VENV=/somewhere/else

PYTHON ?= python3
VENV ?= .venv
BUILD_VENV ?= build/venv
BIN := $(VENV)/bin
TORCH_INDEX ?=
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PIP := $(INSTALL) -c requirements.lock
BUILD_PIP := $(BUILD_VENV)/bin/python -m pip install --quiet --disable-pip-version-check
TORCH := torch==2.13.0 torchvision==0.28.0

# Where requirements-linux.lock fits, only files with its hashes are installed; elsewhere the versions of requirements.lock.
LOCK := requirements-linux.lock
SYSTEM := $(shell $(PYTHON) -c 'import platform, sys; print(platform.system(), platform.machine(), *sys.version_info[:2], sep="-")')
PINNED := $(if $(filter-out %/cpu,$(TORCH_INDEX)),,$(filter Linux-x86_64-3-11,$(SYSTEM)))
pinned = sed -n '/^\# == $(1)$$/,/^\# ==/p' $(LOCK) > $(VENV)/$(1).lock && $(INSTALL) --require-hashes --no-deps \
	$(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -r $(VENV)/$(1).lock

.PHONY: run test coverage lint installers audit clean

run: $(VENV)/.run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/wbc-desktop; \
	else \
		echo "No display here: counting the synthetic smear on the command line instead of opening the window."; \
		$(BIN)/wbc-desktop demo demo; \
	fi

test: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 $(BIN)/python -m pytest $(PYTEST)

# Lines and branches of core, storage and reporting that their own tests run; fails below FLOOR percent.
FLOOR ?= 90
coverage: $(VENV)/.dev
	$(BIN)/coverage erase
	OMP_NUM_THREADS=1 $(BIN)/coverage run -m pytest tests/core tests/storage tests/reporting
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=$(FLOOR) --include="wbc_desktop/core/*,wbc_desktop/storage/*,wbc_desktop/reporting/*"

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

$(VENV)/.run: pyproject.toml setup.py requirements.lock $(LOCK) | $(VENV)/bin/pip
	@sh packaging/linux/system_libraries.sh
	@echo "Installing wbc_desktop into $(VENV) (some minutes, once) ..."
ifneq ($(PINNED),)
	@$(call pinned,run)
	@$(if $(TORCH_INDEX),$(call pinned,cpu),{ $(call pinned,cpu); } 2>/dev/null || { $(call pinned,cuda); })
	@$(INSTALL) --no-deps --no-build-isolation -e .
else
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH)
	@$(PIP) $(TORCH) -e .
endif
	@touch $@

$(VENV)/.dev: $(VENV)/.run
ifneq ($(PINNED),)
	@$(call pinned,dev)
else
	@$(PIP) $(TORCH) -e '.[dev,training]'
endif
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
