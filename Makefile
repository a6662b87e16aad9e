# The two commands of the README: `make scan REPO=<path>` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
REPO ?= .
PREFIX ?= /usr/local
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev build scan test check format bench install package clean

help: ## Show what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install what building and scanning need
	@scripts/setup

setup-dev: setup ## Install what `make check` needs besides
	@scripts/setup --dev

build: setup ## Build bin/gapmatrix, which runs from anywhere
	@swift build -c release --product gapmatrix
	@mkdir -p bin && ln -sfn "$$(swift build -c release --show-bin-path)/gapmatrix" bin/gapmatrix
	@bin/gapmatrix prepare

scan: build ## Scan a repository: make scan REPO=<path> ARGS='--commit HEAD~3'
	@bin/gapmatrix scan "$(REPO)" $(ARGS)

test: setup-dev ## Run every test
	@scripts/test

check: setup-dev ## Check format, lint, types and repository rules
	@scripts/check

format: setup-dev ## Format all sources
	@scripts/check --format

bench: build ## Measure speed and memory: make bench [REPO=<path>]
	@scripts/bench "$(REPO)"

install: build ## Install below PREFIX (default /usr/local)
	@scripts/install "$(PREFIX)"

package: setup ## Make a Debian package and an archive in dist/: make package [KIND=deb|archive]
	@scripts/package $(KIND)

clean: ## Remove what was built
	rm -rf .build bin dist analyzers/go/bin
