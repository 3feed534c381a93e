# Everything a person or CI does with the checkout. The work is done by the scripts in dev/; this file says what depends on what.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# File names are UTF-8 whatever the caller's locale: Java takes their encoding from it.
export LC_ALL := C.UTF-8
export JAVA_HOME := $(shell packaging/bin/find-java 2>/dev/null)
MVN := mvn -q

program := target/procdeck
web_sources := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print 2>/dev/null)
java_sources := pom.xml $(wildcard */pom.xml) $(shell find */src/main -type f)

.PHONY: help setup setup-test run test test-long fuzz mutation bench dist deb clean format check-format e2e screenshots

help: ## print this help
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

setup: ## install what building and running need (as root; else say what is missing)
	@dev/setup run

setup-test: ## the same for the tests
	@dev/setup run test

run: dist ## build and start the program; options in ARGS, as in make run ARGS="--bind 0.0.0.0"
	@exec $(program)/bin/procdeck run $(ARGS)

dist: setup ## build the runnable tree in target/procdeck
	@$(MAKE) --no-print-directory $(program)/aot/release

test: setup-test ## run every check that CI runs
	@dev/test

test-long: setup-test dist ## run the tests that take long (fuzzing, kill loops, many viewers)
	@dev/test --long

fuzz: setup-test ## fuzz every parser; options in ARGS, as in make fuzz ARGS="--seconds 60 QueryFuzzTest"
	@dev/fuzz $(ARGS)

mutation: setup-test ## change the policy, masking, journal and authorisation code on purpose and count who notices
	@dev/test --only mutation

e2e: setup-test dist ## run the whole-system and browser tests only
	@dev/test --only e2e

bench: dist ## measure the program against its peers; one of them in BENCH, as in make bench BENCH=sockets
	@dev/setup bench
	@benchmarks/run $(BENCH)

deb: dist ## make the Debian package in target/
	@packaging/make-deb

screenshots: setup-test dist ## save a picture of every page in target/screenshots
	@dev/screenshots

format: web/node_modules/.package-lock.json ## format the Java and web sources
	@$(MVN) spotless:apply
	@cd web && npm run --silent format
	@web/node_modules/.bin/biome check --write --config-path=web e2e/browser

check-format: ## fail when a source is not formatted
	@dev/test --only format

clean: ## remove what was built
	@rm -rf target */target web/dist

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

e2e/browser/node_modules/.package-lock.json: e2e/browser/package.json e2e/browser/package-lock.json
	@cd e2e/browser && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(web_sources)
	@cd web && npm run --silent build
	@touch $@

$(program)/lib/version: web/dist/index.html $(java_sources) $(wildcard packaging/bin/* packaging/lib/*) dev/dist
	@dev/dist $(program)

$(program)/aot/release: $(program)/lib/version dev/train-aot
	@dev/train-aot $(program)
