"""A ledger of any size in its own database: a seed by the ORM, the rest by SQL."""

from datetime import date
from time import perf_counter

from odoo.tools import SQL

from tools.odoo_env import odoo_env, recreate_db

from .cloning import Cloner, Table
from .seed import DEBTORS, Seed

# The clones' dates are moved back by up to a month, so that ages spread evenly.
SHIFT = "(clone.no * 7 %% 31)::int"
# The clones' amounts are whole multiples, which need no rounding.
FACTOR = "(1 + clone.no %% 3)"
# Clones in one transaction: some hundred thousand journal items.
CLONES_AT_A_TIME = 100


def make_ledger(db, template, items, debtors, log=print):
    """Create database ``db`` from ``template`` with a ledger of about that size.

    :param items: open receivable items
    :param debtors: commercial partners that owe them
    :return: seconds it took
    """
    start = perf_counter()
    sets = max(1, round(debtors / DEBTORS))
    recreate_db(db, template)
    with odoo_env(db) as env:
        firsts = {name: _get_next_id(env, name) for name in TABLES}
        Seed(env, date.today()).enter(max(DEBTORS, round(items / sets)))
        env.flush_all()
        cloner = Cloner(env, [Table(n, firsts[n], TABLES[n](n)) for n in TABLES])
        for first in range(1, sets, CLONES_AT_A_TIME):
            cloner.clone(first, min(first + CLONES_AT_A_TIME, sets) - 1)
            log(f"{min(first + CLONES_AT_A_TIME, sets) * DEBTORS} debtors")
        cloner.finish()
        _check(env)
    return perf_counter() - start


def _check(env):
    """A ledger that does not balance, or that points nowhere, measures nothing."""
    wrong = env.execute_query(
        SQL(
            """
            SELECT SUM(line.balance), COUNT(*) FILTER (
                       WHERE move.id IS NULL OR partner.id IS NULL)
              FROM account_move_line line
              LEFT JOIN account_move move ON move.id = line.move_id
              LEFT JOIN res_partner partner ON partner.id = line.partner_id
            """
        )
    )[0]
    if any(wrong):
        raise AssertionError(f"the cloned ledger is wrong: {wrong}")


def _get_next_id(env, table):
    query = SQL("SELECT COALESCE(MAX(id), 0) + 1 FROM %s", SQL.identifier(table))
    return env.execute_query(query)[0][0]


def _text(*columns):
    return {name: f"own.{name} || ' ' || clone.no" for name in columns}


def _address(*columns):
    return {
        name: f"REPLACE(own.{name}, '@', '.' || clone.no || '@')" for name in columns
    }


def _moved(*columns):
    return {name: f"own.{name} - {SHIFT}" for name in columns}


def _multiplied(*columns):
    return {name: f"own.{name} * {FACTOR}" for name in columns}


def _change_partner(_table):
    return _text("name", "complete_name", "ref") | _address("email", "email_normalized")


def _change_move(_table):
    number = "'C' || clone.no || '/' || own.{0}"
    return {
        "name": number.format("name"),
        "payment_reference": number.format("payment_reference"),
        "sequence_prefix": number.format("sequence_prefix"),
        **_moved("date", "invoice_date", "invoice_date_due"),
        **_multiplied(
            *("amount_untaxed", "amount_total", "amount_residual"),
            *("amount_untaxed_signed", "amount_total_signed"),
            *("amount_residual_signed", "amount_total_in_currency_signed"),
            "amount_untaxed_in_currency_signed",
        ),
    }


def _change_line(_table):
    return {
        "move_name": "'C' || clone.no || '/' || own.move_name",
        **_moved("date", "invoice_date", "date_maturity"),
        **_multiplied(
            *("debit", "credit", "balance", "amount_currency"),
            *("amount_residual", "amount_residual_currency"),
            *("price_unit", "price_subtotal", "price_total"),
        ),
    }


def _change_partial(_table):
    return _moved("max_date") | _multiplied(
        "amount", "debit_amount_currency", "credit_amount_currency"
    )


def _change_nothing(_table):
    return {}


# Tables to clone, in the order of their references.
TABLES = {
    "res_partner": _change_partner,
    "account_move": _change_move,
    "account_full_reconcile": _change_nothing,
    "account_move_line": _change_line,
    "account_partial_reconcile": _change_partial,
}
