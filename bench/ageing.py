"""What the ageing costs beside the least that could do the same.

Alone: `python -m bench.ageing --db DATABASE`, on a database with a ledger.
"""

import argparse
import os
import resource
import tempfile
from itertools import chain
from pathlib import Path
from time import perf_counter

import xlsxwriter

from odoo import fields
from odoo.tools import SQL

from tools.odoo_env import odoo_env

REPEAT = 3

# Open amounts by debtor and bucket, as somebody would write it who needs only that.
BARE_SQL = """
SELECT partner.commercial_partner_id,
       width_bucket(%(as_of)s::date - line.date_maturity, ARRAY[1, 31, 61, 91, 121]),
       SUM(line.balance - COALESCE(debits.amount, 0) + COALESCE(credits.amount, 0))
  FROM account_move_line line
  JOIN account_account account
    ON account.id = line.account_id AND account.account_type = 'asset_receivable'
  JOIN res_partner partner ON partner.id = line.partner_id
  LEFT JOIN (SELECT debit_move_id AS id, SUM(amount) AS amount
               FROM account_partial_reconcile WHERE max_date <= %(as_of)s
              GROUP BY 1) debits ON debits.id = line.id
  LEFT JOIN (SELECT credit_move_id AS id, SUM(amount) AS amount
               FROM account_partial_reconcile WHERE max_date <= %(as_of)s
              GROUP BY 1) credits ON credits.id = line.id
 WHERE line.parent_state = 'posted'
   AND line.date <= %(as_of)s
   AND line.company_id = %(company)s
 GROUP BY 1, 2
HAVING SUM(line.balance - COALESCE(debits.amount, 0) + COALESCE(credits.amount, 0)) <> 0
"""


def measure_query(env, as_of=None):
    """Seconds of the bare query and of the model for the same sums; rows of both."""
    as_of = as_of or fields.Date.context_today(env.user)
    report = _get_report(env, as_of)
    sql = SQL(BARE_SQL, as_of=as_of, company=env.company.id)

    def ask_model():
        return report._read_group([], ["partner_id", "bucket"], ["amount_company:sum"])

    bare, rows = _time(lambda: env.execute_query(sql))
    model, groups = _time(ask_model)
    return {
        "bare_seconds": bare,
        "model_seconds": model,
        "ratio": model / bare,
        "rows": len(rows),
        "groups": len(groups),
    }


def measure_xlsx(env, path, as_of=None):
    """Seconds of our spreadsheet and of bare xlsxwriter writing the same cells.

    Ours comes first, so that `peak_mb` (of the whole process) is ours.
    """
    as_of = as_of or fields.Date.context_today(env.user)
    # Without a row, so that what a server has read long ago is not measured.
    _export(env, fields.Date.to_date("2000-01-01"), path)
    env.invalidate_all()
    before = get_peak_mb()
    start = perf_counter()
    _export(env, as_of, path)
    ours = perf_counter() - start
    peak = get_peak_mb()
    sheets = _record_cells(env, as_of)
    start = perf_counter()
    _write_bare(sheets, path.with_suffix(".bare.xlsx"))
    bare = perf_counter() - start
    return {
        "bare_seconds": bare,
        "our_seconds": ours,
        "ratio": ours / bare,
        "cells": sum(len(row) for rows in sheets for row in rows),
        "detail_rows": max(map(len, sheets)),
        "peak_mb": peak,
        "peak_mb_before": before,
        "file_mb": path.stat().st_size / 1e6,
    }


def _export(env, as_of, path):
    with path.open("wb") as file:
        env["collection.ageing"]._export_xlsx(as_of, env.company, file)


def get_peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _get_report(env, as_of):
    company = env.company
    return env["collection.ageing"]._with_ageing(
        as_of, company.collection_ageing_basis, company.collection_bucket_days
    )


def _time(function):
    times = []
    for _number in range(REPEAT):
        start = perf_counter()
        result = function()
        times.append(perf_counter() - start)
    return min(times), result


def _record_cells(env, as_of):
    """The rows of each table that our export writes: [[[(kind, value)]]]."""
    # Odoo finds addons only after its configuration was read.
    from odoo.addons.b2b_collections.reports import xlsx_tables

    sheets = []
    write_rows = xlsx_tables.TableWorkbook.write_rows

    def record(book, sheet, row, kinds, rows, total=False):
        rows = list(rows)
        sheets.append([list(zip(kinds, one.values, strict=True)) for one in rows])
        return row + len(rows)

    xlsx_tables.TableWorkbook.write_rows = record
    try:
        _export(env, as_of, Path(os.devnull))
    finally:
        xlsx_tables.TableWorkbook.write_rows = write_rows
    return sheets


def _write_bare(sheets, path):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    money = book.add_format({"num_format": "#,##0.00"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(chain.from_iterable(sheets)):
        for column, (kind, value) in enumerate(row):
            if value is None:
                continue
            if kind == "text":
                sheet.write_string(number, column, value)
            elif kind == "date":
                sheet.write_datetime(number, column, value, date)
            else:
                sheet.write_number(number, column, value, money)
    book.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True)
    parser.add_argument("--config")
    options = parser.parse_args()
    with (
        odoo_env(options.db, options.config) as env,
        tempfile.TemporaryDirectory() as dir_,
    ):
        for name, result in (
            ("query", measure_query(env)),
            ("xlsx", measure_xlsx(env, Path(dir_) / "ageing.xlsx")),
        ):
            figures = (f"{key} {value:,.2f}" for key, value in result.items())
            print(f"{name}: {', '.join(figures)}")


if __name__ == "__main__":
    main()
