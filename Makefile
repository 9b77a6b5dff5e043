# Two commands matter: `make run` and `make test`. `make help` tells the others.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run dev demo-reset test lint format bench

help: ## daftar perintah ini
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## siapkan semuanya dan jalankan portal demo (PORT=8000 HOST=127.0.0.1)
	@$(PYTHON) scripts/venv.py run
	@exec $(BIN)/python -m soksi_portal.embedded run

dev: ## seperti run, dengan muat ulang otomatis dan debug toolbar
	@$(PYTHON) scripts/venv.py dev
	@exec $(BIN)/python -m soksi_portal.embedded dev

demo-reset: ## hapus data demo; make run membuatnya lagi
	@$(PYTHON) scripts/venv.py run
	@exec $(BIN)/python -m soksi_portal.embedded demo-reset

test: lint ## lint, lalu semua uji terhadap server sungguhan (ARGS="-k nama")
	@$(PYTHON) scripts/browser.py
	@$(BIN)/python -m pytest -n $${TEST_PROCESSES:-2} --dist loadgroup $(ARGS)

lint: ## format, lint, tipe, lantai impor, template, migrasi
	@$(PYTHON) scripts/venv.py dev
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python $(BIN)/lint-imports --no-cache
	@$(BIN)/python -m mypy
	@$(BIN)/python -m djlint templates --lint --quiet
	@$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: ## rapikan kode
	@$(PYTHON) scripts/venv.py dev
	@$(BIN)/python -m ruff format .
	@$(BIN)/python -m ruff check --fix .

bench: ## ukur perbandingan (ONLY=nama untuk satu saja)
	@$(PYTHON) scripts/venv.py dev
	@$(BIN)/python -m tests.benchmarks $(ONLY)
