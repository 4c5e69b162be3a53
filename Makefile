# make demo and make test are all a fresh machine with Swift needs; they install PostgreSQL where it is missing.
SHELL := /bin/bash
CHECKED := --explicit-target-dependency-import-check error
# Homebrew keeps libpq out of pkg-config's way.
export PKG_CONFIG_PATH := $(PKG_CONFIG_PATH):/opt/homebrew/opt/libpq/lib/pkgconfig:/usr/local/opt/libpq/lib/pkgconfig

.PHONY: demo test test-all build docs lint bench clean prepare

demo: build
	.build/release/contend prove lost-update

# Tests that share processors with a server run one after another: what they wait for is real time.
SERVER := ContendPostgresTests|ContendExecutionTests|ContendTests|CLITests|ScenarioTests|ServerTests|ExploreTests

# The library of scenarios is proved by the program as users build it; the examples are a package of their own, as
# users write it.
test: build
	swift build --build-tests $(CHECKED)
	swift test --skip-build $(CHECKED) --skip '$(SERVER)'
	swift test --skip-build $(CHECKED) --no-parallel --filter '$(SERVER)'
	Scripts/documentation
	swift test --package-path Examples

# A thousand random programs are compared instead of sixty, which takes the better part of an hour; all public incidents
# are proved; fifty runs are interrupted, four hundred killed while their server starts.
test-all: test
	CONTEND_INCIDENTS=all swift test --skip-build $(CHECKED) --no-parallel --filter PublicIncidentTests
	CONTEND_INTERRUPTIONS=25 swift test --skip-build $(CHECKED) --no-parallel --filter SignalTests
	CONTEND_KILLS=200 swift test --skip-build $(CHECKED) --no-parallel --filter 'UserServerTests.Kills'
	CONTEND_PROGRAMS=1000 swift test --skip-build $(CHECKED) --no-parallel --filter RichSoundnessTests

# Checking every access to an object for exclusivity costs a load test some per cent of its CPU time; tests check it.
build: prepare
	swift build -c release --product contend -Xswiftc -enforce-exclusivity=unchecked $(CHECKED)

# The API documentation of the library; a warning is an error.
docs: prepare
	Scripts/documentation

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Examples/Package.swift Examples/Tests

# Against pgbench, against isolationtester, and with a thousand clients; make bench QUICK=--quick for a first look.
# What a missing tool would compare is left out, and told.
bench: build
	@result=0; for part in run explore many; do echo; Benchmarks/$$part $(QUICK) || result=$$?; done; exit $$result

clean:
	swift package clean
	rm -rf .build

prepare:
	@Scripts/install-postgresql
