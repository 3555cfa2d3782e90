"""What a run costs: sync and decide, messages, letters, a day on which nothing moved.

Every measure leaves the database as it was.
"""

from datetime import date
from time import perf_counter

from odoo.tools import SQL

from .ageing import get_peak_mb
from .figure import Figure

MESSAGES = 200
LETTERS = 40
# Stands for the messages of a first run having reached everybody, which would take
# minutes and is not what is measured.
REACHED = """
    UPDATE collection_item item
       SET level_id = level.id, stage_id = level.stage_id, level_date = %s
      FROM collection_level level
     WHERE level.id = item.next_level_id AND item.verdict = 'chase'
"""


def measure_sync_decide(env):
    run = _new_run(env)
    start = perf_counter()
    run._start()
    env.flush_all()
    seconds = perf_counter() - start
    items = env["collection.item"].search_count([("state", "=", "open")])
    yield Figure(f"sync + decide, {items:,} items", seconds, "s", 8)
    yield Figure("  peak memory of the process", get_peak_mb(), "MB", 400)


def measure_queries(env):
    run = _new_run(env)
    run._start()
    ids = env["collection.case"].search([("state", "=", "open")], order="id").ids
    counts = []
    for size in (10, 10, 200):
        env.flush_all()
        before = env.cr.sql_log_count
        run._plan_messages(ids[:size])
        counts.append(env.cr.sql_log_count - before)
    yield Figure("queries to plan messages of 10 debtors", counts[1], "")
    yield Figure("  of 200 debtors", counts[2], "", counts[1])


def measure_preview(env):
    run = _new_run(env)
    start = perf_counter()
    run._preview()
    env.flush_all()
    yield Figure("preview of the whole ledger", perf_counter() - start, "s")


def measure_mail(env):
    run = _new_run(env)
    run._start()
    cases = _find_cases(env)
    _make_messages(run, cases[:20])
    start = perf_counter()
    actions = _make_messages(run, cases[20 : MESSAGES + 20])
    actions._dispatch()
    env.flush_all()
    ours = (perf_counter() - start) / len(actions)
    peer = _time_peer(env)
    yield Figure("one consolidated reminder mail, journalled", ours * 1000, "ms", 8)
    yield Figure("  Odoo's send_mail_batch alone", peer * 1000, "ms")


def measure_letter(env):
    run = _new_run(env)
    run._start()
    letters = _make_messages(run, _find_cases(env)[: LETTERS + 5], channels=("letter",))
    letters[:5]._produce_letters()
    start = perf_counter()
    letters[5:]._produce_letters()
    env.flush_all()
    seconds = (perf_counter() - start) / len(letters[5:])
    lines = len(letters[5:].line_ids) / len(letters[5:])
    yield Figure(f"one letter ({lines:.1f} lines on average)", seconds * 1000, "ms", 80)


def measure_unchanged(env):
    run = _new_run(env)
    run._start()
    env.flush_all()
    env.cr.execute(SQL(REACHED, run.date))
    env.cr.execute(
        SQL(
            "UPDATE collection_case SET todo_run_id = NULL, last_message_date = %s",
            run.date,
        )
    )
    env.invalidate_all()
    run._finish()
    _new_run(env)._execute()
    for table in ("collection_item", "collection_case", "account_move"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    again = _new_run(env)
    start = perf_counter()
    again._execute()
    env.flush_all()
    yield Figure("daily run, nothing has changed", perf_counter() - start, "s", 3)


def _new_run(env):
    env.company.collection_mode = "live"
    run = env["collection.run"].create(
        {"company_id": env.company.id, "date": date.today()}
    )
    env.flush_all()
    return run


def _find_cases(env):
    """Cases with a message due whose debtor has an e-mail address."""
    return env["collection.case"].search(
        [
            ("item_ids.verdict", "=", "chase"),
            ("partner_id.email_normalized", "!=", False),
        ],
        order="id",
        limit=2 * MESSAGES,
    )


def _make_messages(run, cases, channels=None):
    """Actions for what is due, over the given channels where some are given."""
    plans = run._plan_messages(cases.ids)
    if channels:
        plans = [
            (case_id, debtor, plan._replace(channels=channels))
            for case_id, debtor, plan in plans
        ]
    actions = run.env["collection.action"]._create_messages(run, plans)
    return actions.filtered(lambda action: action.channel in (channels or ("mail",)))


def _time_peer(env):
    """Seconds a mail of Odoo's own batch sending, with a body of two lines."""
    template = env["mail.template"].create(
        {
            "name": "Peer",
            "model_id": env.ref("base.model_res_partner").id,
            "subject": "Reminder {{ object.name }}",
            "email_from": "accounts@bench.example",
            "email_to": "{{ object.email }}",
            "body_html": "<p>Dear <t t-out='object.name'/>,</p><p>please pay.</p>",
        }
    )
    partners = env["res.partner"].search([("email", "!=", False)], limit=MESSAGES + 20)
    template.send_mail_batch(partners[:20].ids)
    env.flush_all()
    start = perf_counter()
    template.send_mail_batch(partners[20:].ids)
    env.flush_all()
    return (perf_counter() - start) / len(partners[20:])
