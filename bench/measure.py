"""One measure in a process of its own, so that its memory is its own: prints JSON."""

import json
import sys
import tempfile
from pathlib import Path

from tools.odoo_env import odoo_env

from . import (
    ageing,
    agreements,
    contacts,
    engine,
    handoff,
    interest,
    journal,
    messages,
    plans,
)
from .figure import Figure


def measure_ageing(env):
    result = ageing.measure_query(env)
    bare = f"bare SQL: {result['bare_seconds']:.2f} s; OCA: 7.9 s, 825 MB"
    name = "ageing as of today, times the bare SQL"
    yield Figure(name, result["ratio"], "x", 3, bare)
    yield Figure("  seconds", result["model_seconds"], "s")


def measure_xlsx(env):
    with tempfile.TemporaryDirectory() as folder:
        result = ageing.measure_xlsx(env, Path(folder) / "ageing.xlsx")
    bare = f"bare xlsxwriter: {result['bare_seconds']:.1f} s; OCA: 18.7 s"
    name = f"ageing XLSX, {result['detail_rows']:,} rows, times bare writing"
    yield Figure(name, result["ratio"], "x", 1.5, bare)
    yield Figure("  seconds", result["our_seconds"], "s")
    yield Figure("  peak memory of the process", result["peak_mb"], "MB", 300)


MEASURES = {
    "sync": engine.measure_sync_decide,
    "queries": engine.measure_queries,
    "unchanged": engine.measure_unchanged,
    "preview": engine.measure_preview,
    "gate": contacts.measure_gate,
    "mail": messages.measure_mail,
    "letter": messages.measure_letter,
    "journal": journal.measure_journal,
    "agreements": agreements.measure_agreements,
    "plans": plans.measure_plans,
    "handoff": handoff.measure_handoff,
    "interest": interest.measure_interest,
    "ageing": measure_ageing,
    "xlsx": measure_xlsx,
}


def main(name, db, config):
    with odoo_env(db, config) as env:
        figures = [figure.as_dict() for figure in MEASURES[name](env)]
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:4])
