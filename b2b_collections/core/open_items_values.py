"""What the cells of an open-items file mean: text, dates and amounts.

"03/04/2020" and "1.234" mean different things in different offices. A cell alone
cannot tell, its column can: every cell that allows only one reading is evidence, and
the whole column is read that way. Without evidence, or with evidence for both, nothing
is guessed.
"""

import datetime as dt
import re
from decimal import Decimal

from .open_items_mapping import plain

MIN_YEAR, MAX_YEAR = 1900, 2199
# From here on an amount with two decimals is no longer exact in a database float.
MAX_AMOUNT = Decimal(10) ** 15
EXACT_DIGITS = 15
# One slip in a long column does not make it a column of two habits.
CLEAR_MAJORITY = 0.95

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
POINT, COMMA = "point", "comma"
AMBIGUOUS, MIXED = "ambiguous", "mixed"

_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})$", re.ASCII)
_PARTS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$", re.ASCII)
_WORDED = re.compile(r"(\d{1,2})[-/ .]+([^\W\d_]+)\.?[-/ .,]+(\d{4})$")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?Z?$")
_MONTHS = {
    name[:3]: number
    for number, names in enumerate(
        (
            "january januari",
            "february februari pebruari",
            "march maret",
            "april",
            "mei may",
            "june juni",
            "july juli",
            "august agustus agt ags",
            "september",
            "october oktober",
            "november nopember",
            "december desember",
        ),
        start=1,
    )
    for name in names.split()
}
_GROUPED = r"[1-9]\d{0,2}([%s '])\d{3}(?:\1\d{3})*"
_NUMBER = {
    POINT: re.compile(rf"(?:{_GROUPED % ','}|\d+)(?:\.\d+)?$", re.ASCII),
    COMMA: re.compile(rf"(?:{_GROUPED % '.'}|\d+)(?:,\d+)?$", re.ASCII),
}
# A day is a number to a spreadsheet; unformatted cells show it.
_EXCEL_EPOCH = dt.date(1899, 12, 30)
# Look-alikes of blank, apostrophe and minus that spreadsheets write.
_ALIKE = str.maketrans("\u00a0\u202f\u2009\u2019\u2212", "   '-")
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+\d+$")
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


class CellError(Exception):
    """A cell that cannot be taken.

    :ivar code: what is wrong, see `open_items.Problem`
    :ivar params: values for the words of that code
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


def shown(cell):
    """A cell as the person who made the file would recognise it."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < MAX_AMOUNT:
        return str(int(cell))
    return str(cell)


def parse_text(cell, limit, *, is_number=False):
    """Return the cell as one line of text, at most `limit` characters.

    Text that looks like a formula is text. `is_number` marks numbers of documents and
    customers, which spreadsheets like to shorten.

    :raises CellError: excel_error, shortened_number, too_long
    """
    text = " ".join(shown(cell).split())
    if text in _EXCEL_ERRORS:
        raise CellError("excel_error")
    if is_number and (
        _SHORTENED.match(text)
        or (isinstance(cell, int | float) and abs(cell) >= MAX_AMOUNT)
    ):
        raise CellError("shortened_number")
    if len(text) > limit:
        raise CellError("too_long", limit=limit, length=len(text))
    return text


def _decide(counts, first, second):
    """`first`, `second`, None (any will do), AMBIGUOUS or MIXED.

    :param counts: {reading: number of cells}, with the readings `first`, `second`,
        "same" and "either" (both are possible and differ)
    """
    ones, twos = counts.get(first, 0), counts.get(second, 0)
    if ones and twos:
        winner = first if ones > twos else second
        return winner if max(ones, twos) >= CLEAR_MAJORITY * (ones + twos) else MIXED
    if ones or twos:
        return first if ones else second
    return AMBIGUOUS if counts.get("either") else None


def _tally(cells, readings):
    counts = {}
    for cell in cells:
        if isinstance(cell, str):
            reading = readings(cell)
            counts[reading] = counts.get(reading, 0) + 1
    return counts


def decide_dates(cells):
    """How a column writes dates: DAY_FIRST, MONTH_FIRST, None, AMBIGUOUS or MIXED.

    None: every cell says it by itself (ISO, months in words, real Excel dates).
    """
    return _decide(_tally(cells, _date_reading), DAY_FIRST, MONTH_FIRST)


def _date_reading(text):
    match = _PARTS.match(_trim_date(text))
    if not match:
        return "same"
    one, separator, two = int(match[1]), match[2], int(match[3])
    if one == two:
        return "same"
    if separator == ".":
        # Nobody writes the month first with dots.
        return DAY_FIRST
    if one > 12 >= two:
        return DAY_FIRST
    if two > 12 >= one:
        return MONTH_FIRST
    return "either" if one <= 12 else "same"


def _trim_date(text):
    return _TIME.sub("", text.strip())


def parse_date(cell, order=None):
    """Return the day in a cell, None when it is empty.

    :param order: DAY_FIRST or MONTH_FIRST, for text like 03/04/2020
    :raises CellError: not_a_date, date_order, year_out_of_range, excel_error
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, dt.datetime):
        day = cell.date()
    elif isinstance(cell, dt.date):
        day = cell
    elif isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellError("not_a_date")
    elif isinstance(cell, int | float):
        day = _serial_day(cell)
    else:
        day = _text_day(_trim_date(cell), order)
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise CellError("year_out_of_range", first=MIN_YEAR, last=MAX_YEAR)
    return day


def _serial_day(number):
    # 1950 to 2100: smaller and larger numbers are something else than a day.
    if not 18_264 <= number <= 73_415:
        raise CellError("not_a_date")
    return _EXCEL_EPOCH + dt.timedelta(days=int(number))


def _text_day(text, order):
    if text in _EXCEL_ERRORS:
        raise CellError("excel_error")
    try:
        if match := _ISO.match(text):
            return dt.date(int(match[1]), int(match[3]), int(match[4]))
        if match := _WORDED.match(text):
            month = _MONTHS.get(plain(match[2])[:3])
            if month:
                return dt.date(int(match[3]), month, int(match[1]))
        if match := _PARTS.match(text):
            return _ordered_day(match, order)
    except ValueError:
        raise CellError("not_a_date")
    raise CellError("not_a_date")


def _ordered_day(match, order):
    one, two, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or one == two or order == DAY_FIRST:
        return dt.date(year, two, one)
    if order == MONTH_FIRST:
        return dt.date(year, one, two)
    raise CellError("date_order")


def decide_amounts(cells):
    """What parts the decimals of a column: POINT, COMMA, None, AMBIGUOUS or MIXED."""
    return _decide(_tally(cells, _amount_reading), POINT, COMMA)


def _amount_reading(text):
    _sign, digits = _unsign(text)
    point, comma = (_as_decimal(digits, sign) for sign in (POINT, COMMA))
    if point is not None and comma is not None:
        return "same" if point == comma else "either"
    if point is None and comma is None:
        return "same"
    return COMMA if point is None else POINT


def _unsign(text):
    """(-1 or 1, the rest): a sign before or behind, or accountants' brackets."""
    text = text.translate(_ALIKE).strip()
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    for sign, value in (("-", -1), ("+", 1)):
        if text.startswith(sign):
            return value, text[1:].strip()
        if text.endswith(sign):
            return value, text[:-1].strip()
    return 1, text


def _as_decimal(digits, sign):
    if not _NUMBER[sign].match(digits):
        return None
    whole, _mark, decimals = digits.partition("." if sign == POINT else ",")
    return Decimal(re.sub(r"\D", "", whole) + "." + (decimals or "0"))


def parse_amount(cell, sign=None):
    """Return the amount in a cell as an exact Decimal, None when it is empty.

    :param sign: POINT or COMMA, for text like 1.234
    :raises CellError: not_a_number, decimal_sign, too_large, too_exact, excel_error
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellError("not_a_number")
    if isinstance(cell, str):
        amount = _text_amount(cell.strip(), sign)
    else:
        # A spreadsheet keeps 15 digits; what follows is noise of its arithmetic.
        amount = Decimal(f"{cell:.15g}")
    if not amount.is_finite():
        raise CellError("not_a_number")
    return _bounded(amount)


def _text_amount(text, sign):
    if text in _EXCEL_ERRORS:
        raise CellError("excel_error")
    factor, digits = _unsign(text)
    readings = {_as_decimal(digits, each) for each in (POINT, COMMA)} - {None}
    if not readings:
        raise CellError("not_a_number")
    if len(readings) > 1 and sign not in (POINT, COMMA):
        raise CellError("decimal_sign")
    if sign in (POINT, COMMA):
        amount = _as_decimal(digits, sign)
        if amount is None:
            raise CellError("not_a_number")
        return factor * amount
    return factor * readings.pop()


def _bounded(amount):
    if abs(amount) >= MAX_AMOUNT:
        raise CellError("too_large", limit=f"{MAX_AMOUNT:,.0f}")
    amount = amount.normalize()
    if len(amount.as_tuple().digits) > EXACT_DIGITS:
        raise CellError("too_exact", digits=EXACT_DIGITS)
    # 1E+3 is an integer all the same.
    return amount.quantize(Decimal(1)) if amount.as_tuple().exponent > 0 else amount
