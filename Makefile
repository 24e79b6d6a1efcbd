# Two commands set everything up: `make demo` shows the product, `make test` runs the whole suite.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo
export KG_DATA ?= ../shared/data

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench torture eval model teacher model-eval clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "actorkg needs Python 3.11 or newer: make demo PYTHON=python3.12" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/.installed ## Build a graph from the seed reports, ask two questions, explain a sentence, draw a page
	@rm -rf $(DEMO)/home && mkdir -p $(DEMO)
	$(BIN)/kg build seeds/documents --home $(DEMO)/home
	@echo
	$(BIN)/kg ask who_supports --home $(DEMO)/home -p actor=Iraq --format table
	@echo
	$(BIN)/kg ask denied_statements --home $(DEMO)/home -p actor=Russia --format table
	@echo
	$(BIN)/kg explain "Russia supports Iraq, Rogachev told reporters."
	@echo
	@$(BIN)/kg picture --home $(DEMO)/home -o $(DEMO)/page.html --force
	@$(BIN)/kg picture --home $(DEMO)/home --actor Russia -o $(DEMO)/russia.svg --force
	@echo "The page: $(DEMO)/page.html    The drawing: $(DEMO)/russia.svg    The home: $(DEMO)/home"

test: $(VENV)/.installed-dev ## Run all tests (Neo4j's too where Java 17 and Maven exist)
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.installed-dev ## Lint, format and type checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev ## Measure speed and memory against their targets (some 15 minutes; ARGS="--row NAME")
	$(BIN)/python benchmarks/speed.py $(ARGS)

torture: $(VENV)/.installed-dev ## Kill, starve and feed garbage for hours (ARGS="--list" shows what there is)
	$(BIN)/python benchmarks/torture.py $(ARGS)

eval: $(VENV)/.installed-dev ## Score what is read on the measuring sets, against floors (needs KG_DATA)
	$(BIN)/python benchmarks/measures.py

model: $(VENV)/.installed-dev ## Train the language model (needs KG_DATA, about 80 minutes; TEACHER=folder or SILVER=file)
	$(BIN)/python -m kg.training.make --data "$(KG_DATA)" --out kg/models/en_news \
		$(if $(SILVER),--silver "$(SILVER)",$(if $(TEACHER),--teacher "$(TEACHER)"))

teacher: $(VENV)/.installed-dev ## Train the parser that the model learns from, into TEACHER (needs KG_DATA and PyTorch)
	@test -n "$(TEACHER)" || { echo "name a folder: make teacher TEACHER=../teacher" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[teacher]'
	$(BIN)/python -m kg.training.teacher --data "$(KG_DATA)" --output "$(TEACHER)"

model-eval: $(VENV)/.installed-dev ## Measure the language model on the dev sets (needs KG_DATA)
	$(BIN)/python -m kg.training.evaluate --data "$(KG_DATA)"

clean: ## Remove what demo and tests made
	rm -rf $(DEMO) build dist .pytest_cache .mypy_cache .ruff_cache
