# The two commands to begin with: `make up` runs it, `make test` tests it.

PYTHON ?= python3
ARGS ?=

VENV := .venv
UV := $(VENV)/bin/uv
SAM := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam

# what --guided asks for is kept here, and samconfig.toml stays as it is in git
ANSWERS := samconfig.own.toml
# parameters stand in this file, if there is one
PARAMETERS ?= $(wildcard parameters.yaml)
OVERRIDES = $(if $(PARAMETERS),--parameter-overrides file://$(PARAMETERS))

# half of what a test takes is waiting for sockets and other processes
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) '*' 2)

# what is compiled is kept, or each start of `csms` would take another second
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install console up demo test alone sweep certify mutate fuzz check audit rehearse bench benchapi growth soak picture screenshots restore build deploy release lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: $(VENV)/.installed .venv-emulators/.installed ## .venv (with .venv/bin/csms) and .venv-emulators

console: install ## the page at /console/, into the folder of the function that serves it
	@$(VENV)/bin/python -m csms_tools.console_build

up: console ## run everything on this machine; options by ARGS="--seed FILE --data DIR …"
	@$(VENV)/bin/csms up $(ARGS)

demo: console ## everything, with three charge points that charge, one of them faulty
	@$(VENV)/bin/csms demo $(ARGS)

test: console ## all tests; narrow them by ARGS="-k …"
	$(VENV)/bin/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

alone: install ## the tests that want the machine for themselves; one or two minutes
	$(VENV)/bin/pytest -m alone $(ARGS)

sweep: install ## slow sweeps: every fault, and others of their kind
	$(VENV)/bin/pytest -m sweep $(ARGS)

mutate: install ## every certification case against a CSMS that is wrong on purpose
	$(VENV)/bin/pytest -m mutate -n $(WORKERS) --dist load tests/csms_tools/certification $(ARGS)

certify: install ## the certification cases, against a csms up of its own; ARGS="--case TC_001 --report DIR …"
	@$(VENV)/bin/csms certify $(ARGS)

fuzz: install ## 60,000 hostile frames and requests, 120,000 handshakes, 20,000 for certificates; some fifteen minutes
	$(VENV)/bin/pytest -n auto --hypothesis-profile fuzz tests/hostile tests/operators $(ARGS)

check: console .venv-sam/.installed ## linters, types and the template
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	.venv-sam/bin/cfn-lint template.yaml
	$(SAM) validate --lint

audit: install .venv-audit/.installed ## known vulnerabilities of what is locked; without a network it says so
	@$(VENV)/bin/python -m csms_tools.dependency_audit .venv-audit/bin/pip-audit \
		requirements/*.lock layers/csms/requirements.lock

rehearse: console .venv-sam/.installed .venv-checkov/.installed .venv-rehearsal/.installed ## a deployment without AWS: built, linted, deployed into two regions of an emulator, one session; two to four minutes
	@$(VENV)/bin/python -m csms_tools.rehearsal $(ARGS)

bench: install ## the figures in benchmarks/results and README, eleven minutes; ARGS=--quick, or "--url …" for another system
	@$(VENV)/bin/python -m benchmarks $(ARGS)

benchapi: install ## what operators wait for: commands and lists, some seven minutes
	@$(VENV)/bin/python -m benchmarks.operators $(ARGS)

growth: install ## an empty system beside one with 100,000 transactions: messages and lists, some ten minutes
	@$(VENV)/bin/python -m benchmarks.growth $(ARGS)

soak: install ## 500 charge points at work for 20 minutes: nothing missed, nothing grown, books right; ARGS="--minutes 2"
	@$(VENV)/bin/python -m benchmarks.soak $(ARGS)

picture: install ## the terminal in README anew: docs/terminal.svg
	@$(VENV)/bin/python -m csms_tools.picture docs/terminal.svg

screenshots: console ## the pictures of the console in docs/console, in both themes
	@$(VENV)/bin/python -m tests.console.pictures docs/console

restore: install ## disaster recovery, rehearsed: tables of other names are adopted, and all is found
	$(VENV)/bin/pytest tests/conversations/platform/test_restoring.py $(ARGS)

# What the layer is built for; another wheel would not load.
ARCHITECTURE ?= arm64
PLATFORM_arm64 := aarch64-manylinux_2_28
PLATFORM_x86_64 := x86_64-manylinux_2_28
BUILT ?= .aws-sam/build
BYTECODE = $(BUILT)/CsmsLayer/python/csms/__pycache__/__init__.cpython-313.pyc

build: console .venv-sam/.installed ## what `make deploy` uploads, in .aws-sam/build; ARCHITECTURE=x86_64 for the other processors
	CSMS_CONSOLE=$$($(VENV)/bin/python -m csms_tools.console_build --digest) \
		CSMS_PLATFORM=$(PLATFORM_$(ARCHITECTURE)) \
		$(SAM) build --build-dir $(BUILT) --parameter-overrides Architecture=$(ARCHITECTURE)
	@# its mark: without it a stack is refused by a rule of the template
	@test ! -e $(BYTECODE) || { \
		sed -e 's/^\( *- \)unbuilt$$/\1$(ARCHITECTURE)/' \
			-e '/^  Architecture:$$/,/^  [A-Z]/ s/Default: .*/Default: $(ARCHITECTURE)/' \
			$(BUILT)/template.yaml > $(BUILT)/marked.yaml && \
		mv $(BUILT)/marked.yaml $(BUILT)/template.yaml; }

deploy: export GIVEN = $(ARGS)
deploy: build ## to AWS; the first time ARGS=--guided, or with a parameters.yaml
	@test -e $(BYTECODE) || { \
		echo "The layer was built without bytecode, so every cold start would compile it:" \
		"not deployed. Install Python 3.13 or name one in CSMS_PYTHON313." >&2; exit 1; }
	@$(VENV)/bin/python -m csms_tools.console_build --check .aws-sam/build/Api/api/console/static/manifest.json
	@test -e $(ANSWERS) || cp samconfig.toml $(ANSWERS)
	@# versions are published of functions that differ, and a parameter's value is no difference
	sed "s/deployment 0/deployment $$( (cat $(ANSWERS) $(PARAMETERS); echo "$$GIVEN") | cksum | cut -d' ' -f1)/" \
		.aws-sam/build/template.yaml > .aws-sam/build/numbered.yaml
	mv .aws-sam/build/numbered.yaml .aws-sam/build/template.yaml
	$(SAM) deploy --config-file $(CURDIR)/$(ANSWERS) $(OVERRIDES) $(ARGS)
	@(cat $(ANSWERS) $(PARAMETERS); echo "$$GIVEN") | grep -q 'DeletionProtection[=:][ \\"]*On' || \
		echo "DeletionProtection is Off: turn it On once the deployment works (docs/first-deployment.md)"

release: check ## VERSION=0.2.0 set where it stands, CHANGELOG dated, a commit and a tag; nothing is pushed
	@$(VENV)/bin/python -m csms_tools.release "$(VERSION)"

clean: ## remove the environments and everything built
	rm -rf .venv .venv-emulators .venv-sam .venv-audit .venv-checkov .venv-rehearsal .aws-sam build *.egg-info
	rm -rf console/node_modules console/generated functions/api/console/static
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis

# ── Environments ── each is synchronised with its lock; the stamp says that it was.

# Packages are found when the project is installed, so that a new one asks for another installation.
PACKAGES := $(wildcard functions/*/__init__.py layers/csms/*/__init__.py tools/*/__init__.py)

$(VENV)/.uv: requirements/bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: make … PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements/bootstrap.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.uv requirements/dev.lock pyproject.toml layers/csms/requirements.txt $(PACKAGES)
	$(UV) pip sync --quiet --python $(VENV) --require-hashes requirements/dev.lock
	$(UV) pip install --quiet --python $(VENV) --no-deps --no-build-isolation --editable .
	@touch $@

.venv-%/.installed: $(VENV)/.uv requirements/%.lock
	$(UV) venv --quiet --clear --python $(VENV)/bin/python .venv-$*
	$(UV) pip sync --quiet --python .venv-$* --require-hashes requirements/$*.lock
	@touch $@

# Functions run in the emulator's own Python there, which has to be Lambda's.
.venv-rehearsal/.installed: $(VENV)/.uv requirements/rehearsal.lock
	@python313=$$($(MAKE) --no-print-directory -s -C layers/csms python313); test -n "$$python313" || { \
		echo "A rehearsal needs Python 3.13, or one named in CSMS_PYTHON313" >&2; exit 1; }; \
		$(UV) venv --quiet --clear --python "$$python313" .venv-rehearsal
	$(UV) pip sync --quiet --python .venv-rehearsal --require-hashes requirements/rehearsal.lock
	@touch $@

# ── Locks ── pins and hashes for every platform, and no registry's address. UPGRADE=--upgrade moves
# the pins; without it only what changed in the lists moves.

UPGRADE ?=
COMPILE = $(UV) pip compile --quiet --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(UPGRADE)

# What Lambda's runtime has already: botocore, which pynamodb asks for, and what botocore asks for.
IN_LAMBDA := botocore python-dateutil six urllib3

lock: $(VENV)/.uv ## write the locks anew; UPGRADE=--upgrade for newer versions
	echo uv | $(COMPILE) --universal --python-version 3.11 - -o requirements/bootstrap.lock
	$(COMPILE) --universal --python-version 3.11 -c requirements/bootstrap.lock \
		--group dev --group tools pyproject.toml -o requirements/dev.lock
	$(COMPILE) --universal --python-version 3.11 requirements/emulators.in -o requirements/emulators.lock
	$(COMPILE) --universal --python-version 3.11 requirements/sam.in -o requirements/sam.lock
	$(COMPILE) --universal --python-version 3.11 requirements/audit.in -o requirements/audit.lock
	$(COMPILE) --universal --python-version 3.11 requirements/checkov.in -o requirements/checkov.lock
	$(COMPILE) --universal --python-version 3.13 requirements/rehearsal.in -o requirements/rehearsal.lock
	$(COMPILE) --python-version 3.13 --python-platform aarch64-manylinux_2_28 --only-binary :all: \
		-c requirements/dev.lock $(addprefix --no-emit-package ,$(IN_LAMBDA)) \
		layers/csms/requirements.txt -o layers/csms/requirements.lock
