"""Benchmarks of the addon on a ledger made up for it: ./dev bench --help."""
