"""Reads what an agency uploads: contacts, results and receipts, a row each.

Only the form is judged here; whether a placement is the agency's, and whether an
amount is open, is not known in this place.
"""

import csv
import io
from typing import NamedTuple

from .open_items_values import CellError, parse_amount, parse_date, parse_text

# What people can have typed by hand or a system sends for a day.
MAX_BYTES = 1024 * 1024
MAX_ROWS = 2000
MAX_TEXT = 1000

COLUMNS = (
    "type",
    "placement",
    "date",
    "channel",
    "outcome",
    "amount",
    "promised_date",
    "instalments",
    "commission",
    "net",
    "reference",
    "note",
)
DATES = ("date", "promised_date")
AMOUNTS = ("amount", "commission", "net")
CHANNELS = ("call", "mail", "letter", "sms", "visit", "other")
OUTCOMES = ("reached", "not_reached", "disputes", "cannot_pay", "refuses", "other")
# What a row of a type must have.
REQUIRED = {
    "contact": ("date", "channel", "outcome"),
    "promise": ("date", "amount", "promised_date"),
    "plan": ("date", "amount", "promised_date", "instalments"),
    "return": ("date", "note"),
    "receipt": ("date", "amount", "reference"),
}
# Commission and net of a receipt; of anything else they mean a mistake.
ONLY_RECEIPT = ("commission", "net")


class Problem(NamedTuple):
    """What is wrong with a cell.

    :ivar row: as a spreadsheet numbers it; 0: the file as a whole
    :ivar field: one of :data:`COLUMNS`, or empty
    """

    row: int
    field: str
    code: str
    params: dict = {}


class Row(NamedTuple):
    """:ivar values: ``{column: str, date, Decimal or int}``, empty ones left out"""

    number: int
    kind: str
    placement: str
    values: dict


def read_agency_file(content):
    """Rows and problems of a CSV file (bytes, UTF-8 or Windows-1252; , or ;).

    :return: ``(list of Row, list of Problem)``; rows with a problem are left out
    """
    if len(content) > MAX_BYTES:
        return [], [Problem(0, "", "file_too_large", {"limit": MAX_BYTES // 1024})]
    try:
        lines = _split(_decode(content))
    except (csv.Error, ValueError):
        return [], [Problem(0, "", "not_a_table")]
    if not lines:
        return [], [Problem(0, "", "empty")]
    headers, problems = _read_headers(lines[0][1])
    if problems:
        return [], problems
    if len(lines) == 1:
        return [], [Problem(0, "", "empty")]
    if len(lines) > MAX_ROWS + 1:
        return [], [Problem(0, "", "too_many_rows", {"limit": MAX_ROWS})]
    return _read_rows(headers, lines[1:])


def _decode(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    if "\x00" in text:
        raise ValueError("binary")
    return text


def _split(text):
    """``(row number, cells)`` of the lines that are not blank."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered = enumerate(reader, start=1)
    return [(number, cells) for number, cells in numbered if any(map(str.strip, cells))]


def _read_headers(cells):
    headers = [cell.strip().lower().replace(" ", "_") for cell in cells]
    unknown = [name for name in headers if name and name not in COLUMNS]
    missing = [name for name in ("type", "placement", "date") if name not in headers]
    twice = {name for name in headers if name and headers.count(name) > 1}
    problems = [
        *(Problem(1, name[:40], "unknown_column") for name in unknown),
        *(Problem(1, name, "missing_column") for name in missing),
        *(Problem(1, name, "column_twice") for name in sorted(twice)),
    ]
    return headers, problems


def _read_rows(headers, lines):
    rows, problems = [], []
    for number, cells in lines:
        if any(map(str.strip, cells[len(headers) :])):
            problems.append(Problem(number, "", "too_many_cells"))
            continue
        cells = dict(zip(headers, map(str.strip, cells), strict=False))
        row, found = _read_row(number, cells)
        problems += found
        if not found:
            rows.append(row)
    return rows, problems


def _read_row(number, cells):
    kind = cells.get("type", "").lower()
    if kind not in REQUIRED:
        return None, [
            Problem(number, "type", "unknown_choice", {"known": ", ".join(REQUIRED)})
        ]
    values, problems = {}, []
    for name in COLUMNS[1:]:
        try:
            value = _read_cell(name, cells.get(name, ""))
        except CellError as error:
            problems.append(Problem(number, name, error.code, error.params))
            continue
        if value is not None:
            values[name] = value
    bad = {problem.field for problem in problems}
    problems += [
        Problem(number, name, "missing")
        for name in ("placement", *REQUIRED[kind])
        if name not in values and name not in bad
    ]
    if kind != "receipt":
        problems += [
            Problem(number, name, "not_here") for name in ONLY_RECEIPT if name in values
        ]
    return Row(number, kind, values.get("placement", ""), values), problems


def _read_cell(name, cell):
    """The value of a cell; None if it is empty."""
    if not cell:
        return None
    if name in DATES:
        return parse_date(cell)
    if name in AMOUNTS:
        return _read_amount(cell)
    if name == "instalments":
        return _read_count(cell)
    if name in ("channel", "outcome"):
        known = CHANNELS if name == "channel" else OUTCOMES
        choice = cell.lower().replace(" ", "_")
        if choice not in known:
            raise CellError("unknown_choice", known=", ".join(known))
        return choice
    return parse_text(cell, MAX_TEXT if name == "note" else 64)


def _read_amount(cell):
    amount = parse_amount(cell)
    if amount is not None and amount < 0:
        raise CellError("negative")
    return amount


def _read_count(cell):
    # Not int(): it takes signs, spaces and digits of other scripts.
    if not (cell.isascii() and cell.isdigit()) or not 1 <= len(cell) <= 3:
        raise CellError("not_a_count")
    if not 1 <= int(cell) <= 120:
        raise CellError("not_a_count")
    return int(cell)


def read_form(cells):
    """One row that was typed into a form: ``(Row or None, list of Problem)``.

    :param cells: ``{column: text}``; what is no column is passed over
    """
    row, problems = _read_row(
        0, {name: cells.get(name, "").strip() for name in COLUMNS}
    )
    return (None if problems else row), problems


def make_template(number="PLC/2026/00001"):
    """An example of the file as text, with a row of each type."""
    examples = (
        {"type": "contact", "channel": "call", "outcome": "reached"},
        {"type": "promise", "amount": "500.00", "promised_date": "2026-05-15"},
        {
            "type": "plan",
            "amount": "900.00",
            "promised_date": "2026-07-31",
            "instalments": "3",
        },
        {
            "type": "receipt",
            "amount": "600.00",
            "commission": "90.00",
            "net": "510.00",
            "reference": "R-1001",
        },
        {"type": "return", "note": "Moved away, no assets found"},
    )
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for example in examples:
        writer.writerow({"placement": number, "date": "2026-04-30", **example})
    return text.getvalue()
