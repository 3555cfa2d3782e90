"""A small open-items file and what a database would know of it."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl

from odoo.addons.b2b_collections.core.open_items import check
from odoo.addons.b2b_collections.core.open_items_mapping import guess_mapping
from odoo.addons.b2b_collections.core.open_items_reader import read_table
from odoo.addons.b2b_collections.core.open_items_rows import Company, Facts

HEADER = (
    "company_code,customer_number,customer_name,invoice_number,"
    "invoice_date,due_date,payment_terms,currency,amount,paid_amount"
)
GOOD = {
    "company_code": "ID01",
    "customer_number": "000123",
    "customer_name": "PT Contoh Jaya",
    "invoice_number": "INV-1",
    "invoice_date": "2026-01-31",
    "due_date": "2026-03-02",
    "payment_terms": "",
    "currency": "USD",
    "amount": "100.00",
    "paid_amount": "",
}
FACTS = Facts(
    companies={
        1: Company(
            currency="USD",
            lock_date=dt.date(2025, 12, 31),
            first_rates={"EUR": dt.date(2026, 1, 15)},
        )
    },
    company_codes={"ID01": 1},
    currencies={"USD": 2, "EUR": 2, "JPY": 0, "GBP": 2},
    inactive_currencies=frozenset({"CHF"}),
    countries={"id": "ID", "indonesia": "ID"},
    languages={"id": "id_ID", "english": "en_US"},
    terms_days={"end of harvest": 120},
)


def csv_of(*rows, header=HEADER, delimiter=","):
    """A CSV of the good row, changed as each of `rows` says."""
    names = header.split(",")
    lines = [delimiter.join(names)]
    for row in rows:
        cells = {**GOOD, **row}
        lines.append(delimiter.join(f'"{cells.get(name, "")}"' for name in names))
    return "\n".join(lines).encode()


def xlsx_of(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def check_content(content, choices=None, **facts):
    table = read_table(content)
    mapping = guess_mapping(table.headers)
    return check(table, mapping, replace(FACTS, **facts), choices)


def check_rows(*rows, choices=None, header=HEADER, **facts):
    return check_content(csv_of(*rows, header=header), choices, **facts)


def found(checked):
    """[(row, column, code)] of the errors."""
    return [(p.row, p.column, p.code) for p in checked.problems if p.is_error]
