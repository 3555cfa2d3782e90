"""What following payment plans costs, night by night."""

from odoo.tools import SQL

from .agreements import pay_lines
from .clock import Clock
from .engine import new_run
from .figure import Figure

PLANS = 5_000
INSTALMENTS = 6
# Of every so many plans one has paid its instalment, and one is late with it.
EVERY = 10
# A plan over one item each, half of them with an instalment that has fallen due.
MAKE = """
    INSERT INTO collection_plan (
        name, version, company_id, case_id, partner_id, currency_id, user_id, state,
        terms_id, reminder_days, overdue_days, grace_days, warning_days, default_days,
        default_rule, tolerance, date_start, date_first, date_active, method, count,
        every, unit, day_rule, nth, weekday, shift, discount_type, amount_total,
        amount_rest, create_uid, create_date)
    SELECT 'BENCH-' || item.id, 1, item.company_id, item.case_id, item.partner_id,
           item.currency_id, 1, 'active', %(terms)s, 5, 1, 3, 0, 7, 'next', 0,
           current_date - 35, current_date - 5, current_date - 35, 'equal', %(count)s,
           1, 'month', 'same', '1', '0', 'next', 'none', item.amount_residual,
           item.amount_residual, 1, now()
      FROM (SELECT * FROM collection_item
             WHERE state = 'open' AND amount_residual > 10
             ORDER BY id DESC LIMIT %(plans)s) item
 RETURNING id
"""
PARTS = """
    WITH parts AS (
         INSERT INTO collection_plan_item (
                plan_id, company_id, item_id, date_due, amount, settled_key, is_live)
         SELECT plan.id, plan.company_id, item.id, item.date_due,
                item.amount_residual, 0, TRUE
           FROM collection_plan plan
           JOIN collection_item item ON 'BENCH-' || item.id = plan.name
      RETURNING id, plan_id, item_id),
    holds AS (
         INSERT INTO collection_hold (
                case_id, company_id, partner_id, item_id, currency_id, amount,
                amount_open, reason_id, date_from, user_id, source)
         SELECT plan.case_id, plan.company_id, plan.partner_id, parts.item_id,
                plan.currency_id, 0, plan.amount_total, %(reason)s, plan.date_active, 1,
                'system'
           FROM parts JOIN collection_plan plan ON plan.id = parts.plan_id
      RETURNING id, item_id)
    SELECT parts.id, holds.id FROM parts JOIN holds ON holds.item_id = parts.item_id
"""
LINES = """
    INSERT INTO collection_plan_line (
        plan_id, company_id, partner_id, currency_id, date, amount, amount_rest,
        amount_paid, amount_reduced, amount_told, state)
    SELECT plan.id, plan.company_id, plan.partner_id, plan.currency_id,
           current_date + 30 * (turn - 1)
               - CASE WHEN plan.id %% 2 = 0 THEN 5 ELSE -5 END,
           part.amount, part.amount, 0, 0, 0, 'open'
      FROM collection_plan plan
     CROSS JOIN generate_series(1, %(count)s) turn
     CROSS JOIN LATERAL (
           SELECT CASE WHEN turn < %(count)s
                       THEN trunc(plan.amount_total / %(count)s, 2)
                       ELSE plan.amount_total - (%(count)s - 1)
                            * trunc(plan.amount_total / %(count)s, 2)
                  END AS amount) part
     WHERE plan.name LIKE 'BENCH-%%'
"""
# The least that any engine has to ask the database: what was paid for each plan.
BARE = """
    SELECT plan.id, SUM(partial.debit_amount_currency), SUM(ledger.amount_residual)
      FROM collection_plan plan
      JOIN collection_plan_item part ON part.plan_id = plan.id
      JOIN collection_item item ON item.id = part.item_id
      JOIN account_move_line ledger ON ledger.id = item.move_line_id
      LEFT JOIN account_partial_reconcile partial
             ON partial.debit_move_id = item.move_line_id
      LEFT JOIN account_move_line paid ON paid.id = partial.credit_move_id
     WHERE plan.state = 'active'
     GROUP BY plan.id
"""


def measure_plans(env):
    run = new_run(env)
    run._start()
    ids = make_plans(env)
    _pay_some(env, ids)
    run._sync()
    env.cr.flush()
    # The server does so itself when tables have grown.
    env.cr.execute(
        "ANALYZE collection_plan, collection_plan_item, collection_plan_line,"
        " collection_hold, account_move_line, account_partial_reconcile"
    )
    with Clock(env) as clock:
        env.execute_query(SQL(BARE))
    bare = clock.seconds
    for name in ("plans followed", "  the night after, nothing new"):
        env.invalidate_all()
        queries = env.cr.sql_log_count
        with Clock(env) as clock:
            run._follow_agreements()
        queries = env.cr.sql_log_count - queries
        peer = f"bare SQL: {bare:.2f} s"
        yield Figure(f"{name}, {len(ids):,}", clock.seconds, "s", 20, peer)
        yield Figure("  processor time", clock.cpu_seconds, "s")
        yield Figure("  queries", queries, "")
    states = env["collection.plan.line"]._read_group([], ["state"], ["__count"])
    yield from (Figure(f"  instalments {state}", n, "") for state, n in states)


def make_plans(env, count=PLANS):
    """Active plans with items, holds and instalments, in SQL; their ids."""
    terms = env.ref("b2b_collections.plan_terms_default").id
    reason = env.ref("b2b_collections.hold_reason_plan").id
    env.flush_all()
    rows = env.execute_query(SQL(MAKE, terms=terms, count=INSTALMENTS, plans=count))
    pairs = env.execute_query(SQL(PARTS, reason=reason))
    env.cr.execute_values(
        """
        UPDATE collection_plan_item part SET hold_id = new.hold
          FROM (VALUES %s) AS new (id, hold) WHERE part.id = new.id
        """,
        pairs,
        page_size=len(pairs),
    )
    env.cr.execute(SQL(LINES, count=INSTALMENTS))
    env.invalidate_all()
    return [row[0] for row in rows]


def _pay_some(env, ids):
    """The first instalment of every so many plans, by one real entry."""
    amounts = {
        plan.item_ids.item_id.move_line_id: plan.line_ids[0].amount
        for plan in env["collection.plan"].browse(ids[::EVERY])
    }
    pay_lines(env, amounts)
