# Everything a fresh machine needs: Python 3.10 or newer, and make.
#   make demo    install, index corpus/ into index/, show three searches
#   make test    install the development extras, run all tests
#   make test-numpy  the tests of kernels, index and search as they run where no compiler is
#   make sanitize    the same with kernels that watch every access to memory
#   make manual  write docs/searcher.1 and the pages of all commands
#   make bench   measure quality and speed beside other engines, write benchmarks/RESULTS.md (an hour)
#   make torture kill, starve and damage an index at every call, and write down what it survived

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PEERS ?= ../shared/peers
DATA ?= ../shared/data
# Which of the peers make bench asks; all when empty, stock Whoosh among them, which takes many hours.
ENGINES ?= bm25s,lancedb,lucene,sqlite,tantivy,typesense,xapian
# How many articles make bench grows an index to; 145,000 are 76 million syllables.
SIZES ?= 1000,3000,10000,30000,145000
# Highlights are shown in colour, also where make writes into a file; NO_COLOR is obeyed.
COLOR := $(if $(NO_COLOR),never,always)
# What is compiled when the package is installed.
KERNELS := setup.py $(wildcard searcher/kernels/*.pyx searcher/kernels/*.pxi)
ASKED := --peers $(PEERS) $(if $(ENGINES),--engines $(ENGINES))
SEARCH := $(BIN)/searcher --color $(COLOR) search --index index

.PHONY: demo test test-numpy sanitize test-whoosh lint types docs manual bench torture clean

demo: $(VENV)/.installed
	$(BIN)/searcher index corpus --index index
	$(SEARCH) -n 3 neu guong
	$(SEARCH) -n 3 '"nêu gương"'
	$(SEARCH) -n 3 thuy san hoa binh

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

# What a machine without a C compiler runs.
test-numpy: $(VENV)/.installed-dev
	SEARCHER_KERNELS=numpy $(BIN)/python -m pytest tests/kernels tests/index tests/search

# Kernels that watch every access to memory (gcc).
sanitize: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.sanitize

# The same files and calls as the library they come from: the tests once more with Whoosh 2.7.4.
test-whoosh: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --no-deps --target .whoosh-2.7.4 whoosh==2.7.4
	PYTHONPATH=.whoosh-2.7.4 $(BIN)/python -m pytest tests/index tests/search

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/python -m mypy

# The examples in docstrings, and what the documents say of commands, folders and limits.
docs: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --doctest-modules searcher
	$(BIN)/python -m pytest tests/test_docs.py tests/test_layout.py

# The man page and the pages of all commands, from what --help says.
manual: $(VENV)/.installed
	$(BIN)/python -m searcher.cli.manual docs

bench: $(VENV)/.installed-dev
	$(BIN)/pip install --quiet -e '.[bench]'
	if [ -f $(PEERS)/requirements.txt ] && [ ! -d .venv-peers ]; then \
	  $(PYTHON) -m venv .venv-peers && .venv-peers/bin/pip install --quiet -r $(PEERS)/requirements.txt \
	    -r benchmarks/peer_scripts/requirements.txt; fi
	$(BIN)/python -m benchmarks tokenizer --data $(DATA)/vntc --write
	$(BIN)/python -m benchmarks quality $(ASKED) --data $(DATA)/xquad_vi $(DATA)/zalo_qa2019 $(DATA)/vntc --write
	$(BIN)/python -m benchmarks quality $(ASKED) --data $(DATA)/vntc --headlines 2000 --write
	$(BIN)/python -m benchmarks speed $(ASKED) --data $(DATA)/vntc --write
	$(BIN)/python -m benchmarks cold --data $(DATA)/vntc --write
	$(BIN)/python -m benchmarks session --data $(DATA)/vntc --write
	$(BIN)/python -m benchmarks growth --data $(DATA)/vntc --sizes $(SIZES) --write
	$(BIN)/python -m benchmarks completion --data $(DATA)/vntc --write
	$(BIN)/python -m benchmarks typed --pairs $(DATA)/typed --data $(DATA)/vntc --write

torture: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks torture --write

clean:
	rm -rf $(VENV) .venv-peers .whoosh-2.7.4 build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f searcher/kernels/*.so searcher/kernels/*.pyd searcher/kernels/*.c
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "searcher needs Python 3.10 or newer; say which with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

# One line where the installation went well without a C compiler.
WITHOUT_COMPILER := from searcher.kernels import WHY_NUMPY; WHY_NUMPY == "not-built" and \
  print("No C compiler, or no headers of Python: numpy will do the work, slower. All else is the same.")

# Installed in place, so that a changed file needs no new installation, unless it is compiled.
$(VENV)/.installed: pyproject.toml $(KERNELS) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[html]'
	@$(BIN)/python -c '$(WITHOUT_COMPILER)'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(KERNELS) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@$(BIN)/python -c '$(WITHOUT_COMPILER)'
	@touch $@ $(VENV)/.installed
