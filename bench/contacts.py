"""What the gate costs: its facts and its answers, for all debtors at a time."""

from odoo.tools import SQL

from .clock import Clock
from .engine import new_run
from .figure import Figure

# Debtors of several countries, and three contacts with each in the last days.
COUNTRIES = ("id", "de", "us", "jp", "gb")
CONTACTS = """
    INSERT INTO collection_action (
        company_id, case_id, partner_id, contact_id, date, moment, kind, channel, state,
        gate, address)
    SELECT company_id, id, partner_id, partner_id, current_date - days,
           now() AT TIME ZONE 'UTC' - days * interval '1 day', 'manual', 'mail', 'done',
           'allowed', 'ap@debtor.example'
      FROM collection_case CROSS JOIN generate_series(1, 3) AS days
"""


def measure_gate(env):
    run = new_run(env)
    run._start()
    cases = env["collection.case"].search([("state", "=", "open")])
    _spread_over_countries(env)
    env.cr.execute(SQL(CONTACTS))
    env.cr.execute(SQL("ANALYZE collection_action"))
    env.invalidate_all()
    queries = env.cr.sql_log_count
    with Clock(env) as clock:
        allowed = _ask(run, cases)
    queries = env.cr.sql_log_count - queries
    name = f"gate, {len(cases):,} debtors with {len(cases) * 3:,} contacts, facts too"
    yield Figure(name, clock.seconds, "s", 1.5, f"{allowed:,} may be written to now")
    yield Figure("  processor time", clock.cpu_seconds, "s")
    yield Figure("  queries", queries, "")


def _ask(run, cases):
    # Known only once Odoo has read where its addons are.
    from odoo.addons.b2b_collections.core import gate

    rules = run._get_rules_of_cases(cases.ids)
    pasts = run._load_pasts(cases.ids, rules)
    reach = run._load_reach(cases.partner_id.ids)
    now, allowed = run._get_moment(), 0
    for case in cases:
        known = reach[case.partner_id.id]
        terms = rules[case.policy_id.id].get_terms(known)
        request = gate.Request("mail", known, case.partner_id.id)
        answer = gate.check(request, terms, pasts[case.id], now, run.date)
        allowed += answer.allowed
    return allowed


def _spread_over_countries(env):
    codes = [code.upper() for code in COUNTRIES]
    countries = env["res.country"].search([("code", "in", codes)]).ids
    env.cr.execute(
        SQL(
            "UPDATE res_partner SET country_id = (%s::int[])[1 + id %% %s]",
            countries,
            len(countries),
        )
    )
