# The few commands worth remembering. Each is one cargo command; `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help test demo bench lint fuzz cargo

# Seconds each fuzz target runs.
FUZZ_SECONDS ?= 60

# A machine that builds once gains nothing from incremental state.
ifeq ($(CI),true)
export CARGO_INCREMENTAL ?= 0
endif

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-7s %s\n", $$1, $$2 }'

test: cargo ## Run everything CI runs: format, layers, dashboard, clippy, docs, browser, doc-tests, tests
	cargo xtask ci

demo: cargo ## Start four simulated meters and the server on them; Ctrl-C ends all of it
	cargo build --locked -p slm-cli
	@exec cargo run -q --locked -p slm-cli --bin slmm -- demo

bench: cargo ## Measure fan-out, requests, alarms, the store and downloads beside their floors (a release build first)
	cargo run --release --locked -p slm-bench -- all
	cargo bench --locked -p nl43-proto -p slm-domain -p slm-store

lint: cargo ## Check format, layers and clippy only
	cargo fmt --all --check
	cargo xtask layers
	cargo clippy --workspace --all-targets --locked -- -D warnings

fuzz: cargo ## Fuzz every target for FUZZ_SECONDS (needs cargo-fuzz and a nightly toolchain)
	@if [ ! -d fuzz ]; then \
	  echo "fuzz: skipped, there are no fuzz targets in fuzz/"; \
	elif ! cargo fuzz --version >/dev/null 2>&1; then \
	  echo "fuzz: skipped, cargo-fuzz is not installed (cargo install cargo-fuzz); the stored corpus runs with 'make test'"; \
	elif ! cargo +nightly --version >/dev/null 2>&1; then \
	  echo "fuzz: skipped, there is no nightly toolchain (rustup toolchain install nightly); the stored corpus runs with 'make test'"; \
	else \
	  set -euo pipefail; \
	  for target in $$(cargo +nightly fuzz list); do \
	    echo "== $$target, $(FUZZ_SECONDS) s"; \
	    cargo +nightly fuzz run "$$target" -- -max_total_time=$(FUZZ_SECONDS); \
	  done; \
	fi

cargo:
	@command -v cargo >/dev/null 2>&1 || { \
	  echo "cargo is not on the PATH; install Rust 1.95 or newer (https://rustup.rs) and open a new shell" >&2; exit 1; }
