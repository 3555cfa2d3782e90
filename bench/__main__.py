"""Measure the addon on a ledger made for it, against the bounds it has to keep.

./dev bench                       100,000 open items of 10,000 debtors
./dev bench --items 5000 --debtors 500
./dev bench --only mail --keep    one measure, on the ledger of the last time
"""

import argparse
import json
import subprocess
import sys

from .figure import HEADINGS, Figure, as_line

DB = "b2bc_bench"
# Each measure works on a copy of its own and may leave it as it likes.
COPY = "b2bc_bench_copy"
NAMES = (
    "sync",
    "queries",
    "unchanged",
    "preview",
    "gate",
    "mail",
    "letter",
    "journal",
    "agreements",
    "plans",
    "handoff",
    "interest",
    "ageing",
    "xlsx",
)


def main():
    options = _parse()
    # Odoo is imported only where it is needed: --help must not wait for it.
    from tools.odoo_env import drop_db

    if not options.keep:
        _make_ledger(options)
    over = 0
    print(as_line(*HEADINGS))
    for name in options.only or NAMES:
        for figure in _measure(name, options.config):
            print(figure.as_row(), flush=True)
            over += figure.is_over
    drop_db(COPY)
    if over:
        sys.exit(f"{over} figures are over their bounds")


def _parse():
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--debtors", type=int, default=10_000)
    parser.add_argument("--only", action="append", choices=NAMES)
    parser.add_argument("--keep", action="store_true", help="use the last ledger")
    parser.add_argument("--template", help=argparse.SUPPRESS)
    parser.add_argument("--config", help=argparse.SUPPRESS)
    return parser.parse_args()


def _make_ledger(options):
    from .generator import make_ledger

    seconds = make_ledger(DB, options.template, options.items, options.debtors)
    print(f"ledger made in {seconds:,.0f} s", flush=True)


def _measure(name, config):
    from tools.odoo_env import recreate_db

    recreate_db(COPY, DB)
    command = [sys.executable, "-m", "bench.measure", name, COPY, config or ""]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return [Figure(**values) for values in json.loads(done.stdout.splitlines()[-1])]


if __name__ == "__main__":
    main()
