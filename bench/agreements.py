"""What following agreements costs, night by night: promises and their payments."""

from datetime import date, timedelta

from odoo import Command
from odoo.tools import SQL

from .clock import Clock
from .engine import new_run
from .figure import Figure

PROMISES = 20_000
# Of every so many promises one was paid, one was not, and one was paid in half.
EVERY = 20
# A promise over each of the first items, of nine tenths of what is open.
MAKE = """
    INSERT INTO collection_promise (
        company_id, case_id, partner_id, user_id, currency_id, amount, amount_company,
        amount_missing, date_made, date_first, date_promised, date_last, made_by, state,
        known_key, postponed_count, create_uid, create_date)
    SELECT item.company_id, item.case_id, item.partner_id, held.user_id,
           item.currency_id, round(item.amount_residual * 0.9, 2),
           round(item.amount_residual_company * 0.9, 2),
           round(item.amount_residual * 0.9, 2), current_date - 10, promised.day,
           promised.day, promised.day + 2, 'collector', 'open', 0, 0, 1, now()
      FROM (SELECT *, row_number() OVER (ORDER BY id) AS place
              FROM collection_item
             WHERE state = 'open' AND amount_residual > 1
             ORDER BY id LIMIT %(count)s) item
      JOIN collection_case held ON held.id = item.case_id
     CROSS JOIN LATERAL (
           SELECT current_date + CASE WHEN item.place %% %(every)s IN (1, 5)
                                      THEN -3 ELSE 7 END AS day) promised
     ORDER BY item.place
 RETURNING id
"""
HOLDS = """
    WITH lines AS (
         INSERT INTO collection_promise_line (
                promise_id, company_id, item_id, amount, amount_open, amount_left)
         SELECT promise.id, promise.company_id, item.id, promise.amount,
                item.amount_residual, promise.amount
           FROM (SELECT *, row_number() OVER (ORDER BY id) AS place
                   FROM collection_promise) promise
           JOIN (SELECT *, row_number() OVER (ORDER BY id) AS place
                   FROM collection_item
                  WHERE state = 'open' AND amount_residual > 1) item
             ON item.place = promise.place
      RETURNING id, promise_id, item_id),
    holds AS (
         INSERT INTO collection_hold (
                case_id, company_id, partner_id, item_id, currency_id, amount,
                amount_open, reason_id, date_from, date_until, user_id, source)
         SELECT promise.case_id, promise.company_id, promise.partner_id, lines.item_id,
                promise.currency_id, promise.amount, promise.amount, %(reason)s,
                promise.date_made, promise.date_last, 1, 'system'
           FROM lines JOIN collection_promise promise ON promise.id = lines.promise_id
      RETURNING id, item_id)
    SELECT lines.id, holds.id FROM lines JOIN holds ON holds.item_id = lines.item_id
"""
# The least that any engine has to ask the database: what was paid for each promise.
BARE = """
    SELECT promise.id, SUM(partial.debit_amount_currency)
      FROM collection_promise promise
      JOIN collection_promise_line line ON line.promise_id = promise.id
      JOIN collection_item item ON item.id = line.item_id
      JOIN account_move_line ledger ON ledger.id = item.move_line_id
      LEFT JOIN account_partial_reconcile partial
             ON partial.debit_move_id = item.move_line_id
      LEFT JOIN account_move_line paid
             ON paid.id = partial.credit_move_id
            AND paid.date BETWEEN promise.date_made AND promise.date_last
     GROUP BY promise.id
"""


def measure_agreements(env):
    run = new_run(env)
    run._start()
    ids = make_promises(env)
    pay_some(env, ids)
    run._sync()
    _analyze(env)
    bare = _time_bare(env)
    peer = f"bare SQL: {bare:.2f} s"
    for name in ("promises judged", "  the night after, nothing new"):
        queries = env.cr.sql_log_count
        with Clock(env) as clock:
            run._follow_agreements()
        queries = env.cr.sql_log_count - queries
        yield Figure(f"{name}, {len(ids):,}", clock.seconds, "s", 20, peer)
        yield Figure("  processor time", clock.cpu_seconds, "s")
        yield Figure("  queries", queries, "")
        yield Figure("  times bare SQL", clock.seconds / bare, "x")
    states = env["collection.promise"]._read_group([], ["state"], ["__count"])
    yield from (Figure(f"  {state}", count, "") for state, count in states)


def make_promises(env, count=PROMISES):
    """Promises with their lines and holds, in SQL; ids in the order of their items."""
    reason = env.ref("b2b_collections.hold_reason_promise").id
    env.flush_all()
    rows = env.execute_query(SQL(MAKE, count=count, every=EVERY))
    pairs = env.execute_query(SQL(HOLDS, reason=reason))
    env.cr.execute_values(
        """
        UPDATE collection_promise_line line SET hold_id = new.hold
          FROM (VALUES %s) AS new (id, hold) WHERE line.id = new.id
        """,
        pairs,
        page_size=len(pairs),
    )
    env.invalidate_all()
    return [row[0] for row in rows]


def pay_some(env, ids):
    """Of every so many promises one is paid, and one in half, by a real entry."""
    promises = env["collection.promise"].browse([*ids[::EVERY], *ids[2::EVERY]])
    half = set(ids[2::EVERY])
    amounts = {
        promise.line_ids.item_id.move_line_id: promise.currency_id.round(
            promise.amount / (2 if promise.id in half else 1)
        )
        for promise in promises
    }
    pay_lines(env, amounts)


def pay_lines(env, amounts):
    """Pay receivable lines by one real entry of yesterday.

    :param amounts: ``{account.move.line: amount in its currency}``
    """
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )
    entry = env["account.move"].create(
        {
            "move_type": "entry",
            "journal_id": bank.id,
            "date": date.today() - timedelta(days=1),
            "line_ids": [
                Command.create(vals)
                for line, amount in amounts.items()
                for vals in _prepare_payment(line, amount, bank)
            ],
        }
    )
    entry._post()
    money = entry.line_ids.filtered(
        lambda line: line.account_type == "asset_receivable"
    )
    env["account.move.line"]._reconcile_plan(
        [line | match for line, match in zip(amounts, money, strict=True)]
    )


def _prepare_payment(line, amount, bank):
    share = amount / line.amount_residual_currency
    balance = line.company_currency_id.round(line.amount_residual * share)
    for account, sign in ((bank.default_account_id, 1), (line.account_id, -1)):
        yield {
            "account_id": account.id,
            "partner_id": line.partner_id.id,
            "currency_id": line.currency_id.id,
            "amount_currency": sign * amount,
            "balance": sign * balance,
        }


def _analyze(env):
    # With the chatter of the payments, which is Odoo's and not what is measured.
    env.cr.flush()
    # The server does so itself when tables have grown.
    env.cr.execute(
        "ANALYZE collection_promise, collection_promise_line, collection_hold,"
        " account_move_line, account_partial_reconcile"
    )


def _time_bare(env):
    with Clock(env) as clock:
        env.execute_query(SQL(BARE))
    return clock.seconds
