"""What late interest on all items of a ledger takes, beside the least that could do."""

from datetime import date, timedelta

from odoo.tools import SQL

from .agreements import pay_lines
from .clock import Clock
from .engine import new_run
from .figure import Figure

PAID = 5000
# The same sum for items without payments and one flat rate: the database does it alone.
BARE = """
    SELECT item.id,
           ROUND(SUM((item.amount_original - COALESCE(paid.amount, 0)) * 10
                     * (%(until)s::date - item.date_due) / 36500), 2)
      FROM collection_item item
      LEFT JOIN (SELECT debit_move_id, SUM(debit_amount_currency) AS amount
                   FROM account_partial_reconcile GROUP BY 1) paid
             ON paid.debit_move_id = item.move_line_id
     WHERE item.date_due < %(until)s
     GROUP BY item.id
"""


def measure_interest(env):
    run = new_run(env)
    run._start()
    run._sync()
    run._decide()
    items = env["collection.item"].search([], order="id")
    _give_rates(env, items)
    _pay_some(env, items)
    until = date.today() + timedelta(days=200)
    bare = _time_bare(env, until)
    env.invalidate_all()
    items = env["collection.item"].browse(items.ids)
    queries = env.cr.sql_log_count
    with Clock(env) as clock:
        claims = items._get_claims(until)
    queries = env.cr.sql_log_count - queries
    name = f"late interest on {len(claims):,} items"
    yield Figure(name, clock.seconds, "s", 5, f"bare SQL: {bare:.2f} s")
    yield Figure("  processor time", clock.cpu_seconds, "s")
    yield Figure("  queries", queries, "")
    yield Figure("  times bare SQL", clock.seconds / bare, "x")
    slices = sum(len(claim.slices) for claim in claims.values())
    yield Figure("  slices", slices, "")


def _give_rates(env, items):
    """A table for every debtor, whose half-years reach as far as is asked for."""
    last = date.today().year + 1
    table = env["collection.interest.table"].create(
        {
            "name": "Bench",
            "margin": 8,
            "rate_ids": [
                (0, 0, {"date_from": start, "date_to": end, "rate": 2 + year % 3})
                for year in range(2000, last + 1)
                for start, end in (
                    (f"{year}-01-01", f"{year}-06-30"),
                    (f"{year}-07-01", f"{year}-12-31"),
                )
            ],
            "fixed_ids": [
                (0, 0, {"currency_id": currency.id, "amount": 40})
                for currency in items.currency_id
            ],
        }
    )
    items.case_id.policy_id.interest_table_id = table


def _pay_some(env, items):
    """A payment on account for every so many items, by a real entry."""
    some = items[:: max(1, len(items) // PAID)]
    pay_lines(
        env,
        {
            item.move_line_id: item.currency_id.round(item.amount_residual / 2)
            for item in some
        },
    )
    env.cr.flush()
    env.cr.execute("ANALYZE account_partial_reconcile, account_move_line")


def _time_bare(env, until):
    with Clock(env) as clock:
        env.execute_query(SQL(BARE, until=until))
    return clock.seconds
