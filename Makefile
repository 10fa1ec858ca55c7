# fedtop: make run, make test. Both set up the machine, and share one build.

SHELL := /bin/bash -o pipefail
.DEFAULT_GOAL := help
.PHONY: help run test test-mpi test-onednn build install uninstall deb fuzz lint format data bench docs clean bootstrap

# One set of flags for the program and its tests, with a terminal and without, so that nothing is compiled twice.
flags := -c release -Xswiftc -enable-testing --no-color-diagnostics
sources := Sources Tests Package.swift
fedtop := .build/release/fedtop
PREFIX ?= /usr/local

# Progress is for people: without a terminal only errors are printed.
quiet := $(shell [ -t 2 ] || echo --quiet)

# OpenBLAS of a distribution may be older than the processor: tests tell it, as the program does for itself.
core := $(shell scripts/openblas-core)

# Lines of the test log worth a look: ends of suites, findings, and the closing line.
telling := '(Suite|Test run with) .* (passed|failed) after|✘ Test .* recorded|^↳ [^TL/]|error: |Fatal error'

help: ## list these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 16

run: build ## build, then watch the embedded experiment; options in ARGS="--rounds 10 ..."
	@$(fedtop) $(ARGS)

test: bootstrap ## build and run every test; one suite in ARGS="--filter UnitsTests"
	@echo "building fedtop and its tests (release; the first time takes minutes)"
	@swift build $(flags) $(quiet) --build-tests
	@$(if $(OPENBLAS_CORETYPE),,$(if $(core),OPENBLAS_CORETYPE=$(core))) SWIFT_BACKTRACE=interactive=no,color=no,registers=none,images=none \
	  swift test $(flags) --skip-build --disable-xctest $(ARGS) 2>&1 | tee .build/test.log \
	  | { grep --line-buffered -E $(telling) || true; } \
	  || { grep -q 'Test run with' .build/test.log || tail -n 40 .build/test.log; \
	  echo "every line is in .build/test.log"; exit 1; }

test-mpi: build ## compare a run over MPI ranks with one process; installs Open MPI where it may
	@scripts/test-mpi $(fedtop)

test-onednn: build ## libraries of oneDNN that cannot be used: each is told of in a line, and OpenBLAS is enough
	@scripts/test-onednn $(fedtop)

build: bootstrap ## build the program: .build/release/fedtop
	@echo "building fedtop (release; the first time takes minutes)"
	@swift build $(flags) $(quiet) --product fedtop

install: build ## put program, manual, completions and themes below PREFIX=/usr/local
	@scripts/install $(fedtop) $(PREFIX)

uninstall: ## take away what install put below PREFIX=/usr/local
	@scripts/install --remove $(PREFIX)

deb: bootstrap ## pack a program that needs no Swift: .build/fedtop_*.deb
	@echo "building fedtop with Swift's library in it (the first time takes minutes)"
	@swift build -c release $(quiet) --static-swift-stdlib --scratch-path .build/static --product fedtop
	@scripts/make-deb .build/static/release/fedtop .build

fuzz: ## open a hundred thousand broken files, and type a million things at random (minutes)
	@FEDTOP_FUZZ=4000 $(MAKE) test ARGS="--filter FuzzTests"

lint: ## check the style of every source file
	@swift format lint --strict --parallel --recursive $(sources) && echo "lint: no findings"

format: ## rewrite every source file in the house style
	@swift format --in-place --parallel --recursive $(sources)

data: ## fetch real models and data sets into data/; some of them in ARGS="mr minilm"
	@scripts/fetch-data $(ARGS)

bench: build ## measure speed and memory (docs/benchmarks.md); options in ARGS="--quick"
	@$(fedtop) bench $(ARGS)

docs: build ## write the sections of docs/methods.md that come from the methods themselves
	@sed -i '/^<!-- From here on/q' docs/methods.md && { echo; $(fedtop) methods --markdown; } >> docs/methods.md

clean: ## delete everything that was built; runs and data stay
	@rm -rf .build

bootstrap:
	@scripts/bootstrap
	@scripts/stamp
