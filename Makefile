# make demo and make test are all a fresh machine with Swift needs; they install PostgreSQL where it is missing.
SHELL := /bin/bash
CHECKED := --explicit-target-dependency-import-check error
# Homebrew keeps libpq out of pkg-config's way.
export PKG_CONFIG_PATH := $(PKG_CONFIG_PATH):/opt/homebrew/opt/libpq/lib/pkgconfig:/usr/local/opt/libpq/lib/pkgconfig

.PHONY: demo test build lint bench clean prepare

demo: prepare
	swift build -c release --product contend
	.build/release/contend prove lost-update

test: prepare
	swift build --build-tests $(CHECKED)
	swift test --skip-build $(CHECKED)

build: prepare
	swift build -c release --product contend $(CHECKED)

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

bench: build
	Benchmarks/run

clean:
	swift package clean
	rm -rf .build

prepare:
	@Scripts/install-postgresql
