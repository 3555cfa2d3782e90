"""What the journal costs: entries and their chain, two workers, a verification."""

import subprocess
import sys
from time import perf_counter

from odoo.tools import SQL, split_every

from .clock import Clock
from .engine import new_run
from .figure import Figure
from .messages import BATCH, find_cases, make_messages

BATCHES = 5
VERIFIED = 100_000
LINES = 3
# Entries that each worker writes, and how many in one transaction.
WORKER_BATCHES, WORKER_BATCH = 20, 600
ACTIONS = """
    INSERT INTO collection_action (
        company_id, case_id, partner_id, contact_id, date, kind, channel, state, lang,
        amount, level_id, address, subject, gate, user_id, create_date)
    SELECT own.company_id, own.case_id, own.partner_id, own.contact_id, own.date,
           own.kind, own.channel, 'planned', own.lang, own.amount, own.level_id,
           own.address, own.subject, own.gate, own.user_id, own.create_date
      FROM collection_action own, generate_series(1, %s) copy
     WHERE own.id = ANY(%s)
 RETURNING id
"""
LINE_ROWS = """
    INSERT INTO collection_action_line (
        action_id, item_id, move_id, kind, climbs, level_id, cycle, channel, name,
        date_invoice, date_due, days_overdue, currency_id, amount_original,
        amount_residual)
    SELECT action.id, item.id, item.move_id, 'item', FALSE, action.level_id, 1,
           action.channel, item.name, item.date_invoice, item.date_due, 10,
           item.currency_id, item.amount_original, item.amount_residual
      FROM collection_action action
     CROSS JOIN LATERAL (
           SELECT * FROM collection_item WHERE state = 'open' LIMIT %s) item
     WHERE action.id = ANY(%s)
"""


def measure_journal(env):
    run = new_run(env)
    run._start()
    actions = make_messages(run, find_cases(env, BATCH * BATCHES), "mail")
    env["collection.journal.entry"]._seal()
    yield _measure_write(actions)
    env.cr.commit()
    yield from _measure_workers(env, actions)
    yield from _measure_verify(env, actions)


def _measure_write(actions):
    """Three entries an action, as a mail that is made, prepared and sent."""
    entries = actions.env["collection.journal.entry"]
    times = []
    for ids in split_every(BATCH, actions.ids):
        batch = actions.browse(ids)
        batch.env.flush_all()
        with Clock(batch.env) as clock:
            batch._record_made()
            for event in ("queued", "sent"):
                batch._record_event(event)
            entries._seal()
        times.append(clock.seconds / len(batch) * 1000)
    name = "journal, three entries an action, chained"
    return Figure(name, min(times), "ms", 1)


def _measure_workers(env, actions):
    one = _time_workers(env, actions, 1)
    two = _time_workers(env, actions, 2)
    entries = WORKER_BATCHES * WORKER_BATCH
    yield Figure(f"one worker, {entries:,} entries, sealing between", one, "s")
    yield Figure("  two workers, as many each, times one", two / one, "x")
    open_count = env["collection.journal.entry"].search_count([("number", "=", False)])
    yield Figure("  entries left to be sealed", open_count, "")
    env["collection.journal.entry"]._seal()
    env.cr.commit()


def _time_workers(env, actions, count):
    """Seconds from the go to the end of the last worker; starting is not counted."""
    command = [sys.executable, "-m", "bench.journal_worker", env.cr.dbname]
    command += [str(actions[:WORKER_BATCH].ids[0]), str(WORKER_BATCHES)]
    command += [str(WORKER_BATCH)]
    env.cr.commit()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen(command, **pipes) for _number in range(count)]
    for worker in workers:
        worker.stdout.readline()
    start = perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        if worker.wait():
            raise RuntimeError("a worker failed")
    return perf_counter() - start


def _measure_verify(env, actions):
    count = _make_actions(env, actions)
    check = env["collection.journal.check"].create({"with_documents": False})
    with Clock(env) as clock:
        check._run()
    if check.state != "right":
        raise RuntimeError(check.problem_text)
    name = f"verify {count:,} actions, {check.entry_count:,} entries"
    yield Figure(name, clock.seconds, "s", 10)
    yield Figure("  processor time", clock.cpu_seconds, "s")


def _make_actions(env, actions):
    """Copies of some actions, with lines and three entries each."""
    some = actions[:100]
    env.cr.execute(SQL(ACTIONS, VERIFIED // len(some), some.ids))
    ids = [row[0] for row in env.cr.fetchall()]
    env.cr.execute(SQL(LINE_ROWS, LINES, ids))
    for part in split_every(5000, ids):
        batch = env["collection.action"].browse(part)
        batch._record_made()
        for event in ("queued", "sent"):
            batch._record_event(event)
        env.invalidate_all()
    env["collection.journal.entry"]._seal()
    env.cr.commit()
    # The server does so itself when tables have grown.
    env.cr.execute(
        "ANALYZE collection_journal_entry, collection_action, collection_action_line"
    )
    return len(ids)
