"""What a run costs: sync and decide, a day on which nothing moved, a preview."""

import subprocess
from datetime import date, timedelta

from odoo.tools import SQL

from .ageing import get_peak_mb
from .clock import Clock
from .figure import Figure

# Stands for the messages of a first run having reached everybody: making 10,000 of
# them takes minutes and is measured elsewhere.
REACHED = """
    UPDATE collection_item item
       SET level_id = level.id, stage_id = level.stage_id, level_date = %s
      FROM collection_level level
     WHERE level.id = item.next_level_id AND item.verdict = 'chase'
"""
BATCHES = (50, 500)
OCA_RUN = "OCA account_credit_control: 175 s, 290,000 queries"


def measure_sync_decide(env):
    run = new_run(env)
    queries = env.cr.sql_log_count
    with Clock(env) as clock:
        run._start()
    queries = env.cr.sql_log_count - queries
    items = env["collection.item"].search_count([("state", "=", "open")])
    name = f"sync + decide, {items:,} items, first time"
    yield Figure(name, clock.seconds, "s", 8, OCA_RUN)
    yield Figure("  processor time", clock.cpu_seconds, "s")
    yield Figure("  queries", queries, "")
    yield Figure("  peak memory of the process", get_peak_mb(), "MB", 400)


def measure_queries(env):
    """A batch of ten times the debtors has to ask no more often."""
    run = new_run(env)
    run._start()
    ids = env["collection.case"].search([("state", "=", "open")], order="id").ids
    small, large = (_count_queries(run, ids[:size]) for size in BATCHES)
    for name in small:
        title = f"queries to {name} {BATCHES[0]} debtors"
        yield Figure(title, small[name], "")
        yield Figure(f"  {BATCHES[1]} debtors", large[name], "", small[name])


def _count_queries(run, case_ids):
    steps = {
        "sync and decide on": lambda: (run._sync(), _decide(run, case_ids)),
        "plan the messages of": lambda: run._plan_messages(case_ids),
    }
    return {name: _count(run.env, step) for name, step in steps.items()}


def _count(env, step):
    env.invalidate_all()
    before = env.cr.sql_log_count
    step()
    return env.cr.sql_log_count - before


def _decide(run, case_ids):
    policies = run.env["collection.policy"].search([])
    book = run.env["collection.contact.rule"]._get_book(run.company_id)
    rules = {policy.id: policy._get_rules(book) for policy in policies}
    run._decide_cases(case_ids, rules, [])
    run._insert_new_items()


def measure_unchanged(env):
    _reach_everybody(env)
    new_run(env)._execute()
    env.cr.commit()
    # The server does so itself in the night between two runs.
    subprocess.run(["vacuumdb", "-q", "--analyze", env.cr.dbname], check=True)
    yield from _measure_day(env, "daily run, nothing has changed", 0)
    yield from _measure_day(env, "daily run of the next day, without acting", 1)


def _measure_day(env, name, days):
    run = new_run(env, date.today() + timedelta(days=days))
    with Clock(env) as clock:
        run._start()
        if run.state == "running":
            run._finish()
    yield Figure(name, clock.seconds, "s", 3)
    yield Figure("  processor time", clock.cpu_seconds, "s")


def _reach_everybody(env):
    run = new_run(env)
    run._start()
    env.cr.execute(SQL(REACHED, run.date))
    env.cr.execute(
        SQL(
            "UPDATE collection_case SET todo_run_id = NULL, last_message_date = %s",
            run.date,
        )
    )
    env.invalidate_all()
    run._finish()


def measure_preview(env):
    run = new_run(env)
    with Clock(env) as clock:
        run._preview()
    yield Figure("preview of the whole ledger", clock.seconds, "s")
    yield Figure("  rows of the preview", len(run.line_ids), "")
    yield Figure("  peak memory of the process", get_peak_mb(), "MB")


def new_run(env, day=None):
    env.company.collection_mode = "live"
    run = env["collection.run"].create(
        {"company_id": env.company.id, "date": day or date.today()}
    )
    env.flush_all()
    return run
