# On a fresh machine with Swift, make demo and make test are enough: both install PostgreSQL if it is missing.
SHELL := /bin/bash
CHECKED := --explicit-target-dependency-import-check error
# Homebrew does not put libpq on pkg-config's path.
export PKG_CONFIG_PATH := $(PKG_CONFIG_PATH):/opt/homebrew/opt/libpq/lib/pkgconfig:/usr/local/opt/libpq/lib/pkgconfig

.PHONY: demo test test-all versions fuzz soak sanitize build dist docs lint bench clean prepare

demo: build
	.build/release/contend prove lost-update

# Tests that use a server run one after another, because they depend on real time and share its processors.
SERVER := ContendPostgresTests|ContendExecutionTests|ContendTests|CLITests|ScenarioTests|ServerTests|ExploreTests
# Those among them that take minutes: what holds at every moment, under every name, in all orders, at any load.
LONG := LostOutcomeTests|OutsideTests|OverBudgetTests|ScheduleCountTests|LeftoverTests|DrawnValueTests|FalseAlarmTests
LONG := $(LONG)|FaultScenarioTests|HermitageTests|ExploreTests.DisconnectTests|RepetitionTests|RepeatabilityTests
LONG := $(LONG)|ReplayCommandTests|SignalTests|OwnBusinessTests|HangTests|DepthTests|FixWorkTests|LanguageReferenceTests
LONG := $(LONG)|ProgressPulseTests|ShardSoundnessTests|RichSoundnessTests
LONG := $(LONG)|UserServerTests.(Names|Passwords|Escapes|Kills|Faults|Endless|Directories)

test: prepare
	swift build --build-tests $(CHECKED)
	swift test --skip-build $(CHECKED) --skip '$(SERVER)'
	swift test --skip-build $(CHECKED) --no-parallel --filter '$(SERVER)' --skip '$(LONG)'
	Scripts/documentation

# The long tests, and further where there is always more to see: hundreds of random programs, the whole library and
# public incidents with the build that users run, more kills and interruptions. The examples are built as the package of
# their own that they are. Before a release, further still: CONTEND_PROGRAMS=1000 CONTEND_INCIDENTS=all CONTEND_KILLS=200.
FURTHER := $(LONG)|ScenarioTests|SoundnessTests|FoundTests|LibraryTests
test-all: build
	swift build --build-tests $(CHECKED)
	CONTEND_TESTS=all swift test --skip-build $(CHECKED) --no-parallel --filter '$(FURTHER)'
	swift test --package-path Examples
	SECONDS_EACH=20 Scripts/fuzz

# Proves scenarios on PostgreSQL 16, 17 and 18, whose servers it gets from PyPI. Takes some minutes.
versions: build
	Scripts/versions

# Lets libFuzzer look for texts that break a promise: SECONDS_EACH=120 for each part that reads foreign text.
fuzz: prepare
	Scripts/fuzz

# Runs explore and stress in turn for MINUTES=10 and fails if memory, descriptors or threads grow.
soak: build
	Scripts/soak

# Proves a scenario under ThreadSanitizer, which must have nothing to report.
sanitize: prepare
	Scripts/sanitize

# Exclusivity checks cost a load test a few per cent of its CPU time. Test builds keep them.
build: prepare
	swift build -c release --product contend -Xswiftc -enforce-exclusivity=unchecked $(CHECKED)

# Packs dist/contend-VERSION-SYSTEM.tar.gz for machines that have libpq and no Swift.
dist: prepare
	Scripts/distribution

# Builds the API documentation of the library. Warnings are errors.
docs: prepare
	Scripts/documentation

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Fuzzing Examples/Package.swift Examples/Tests

# Compares with pgbench and isolationtester, and runs a thousand clients. For a first look: make bench QUICK=--quick.
# If a tool is missing, its comparison is skipped with a message.
bench: build
	@result=0; for part in run explore many; do echo; Benchmarks/$$part $(QUICK) || result=$$?; done; exit $$result

clean:
	swift package clean
	rm -rf .build

prepare:
	@Scripts/install-postgresql
