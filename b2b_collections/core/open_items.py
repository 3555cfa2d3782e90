"""Checks an open-items file before anything of it is written.

`check` takes the table that `open_items_reader` read, what each column holds, and
what is known about companies, currencies and so on (`Facts`); it returns the rows as
values and every problem found. Problems carry codes; the words, with what is accepted
instead, belong to the addon, so that they can be translated.
"""

from dataclasses import dataclass

from . import open_items_values as values
from .open_items_groups import check_groups
from .open_items_mapping import missing_fields
from .open_items_rows import AMOUNT_FIELDS, DATE_FIELDS, TEXT_LIMITS, Problem, RowReader


@dataclass(frozen=True)
class Choices:
    """What the user says about the file; "" leaves it to the file.

    :ivar date_order: DAY_FIRST or MONTH_FIRST of `open_items_values`
    :ivar decimal_sign: POINT or COMMA of `open_items_values`
    """

    date_order: str = ""
    decimal_sign: str = ""


@dataclass(frozen=True)
class Checked:
    """The result: every row as values, the good ones apart, and all problems.

    :ivar conventions: {field: how its column is read}
    """

    items: list
    problems: list
    conventions: dict

    @property
    def bad_rows(self):
        return {problem.row for problem in self.problems if problem.is_error}

    @property
    def good_items(self):
        """None where the file as a whole is bad."""
        bad = self.bad_rows
        return [] if 0 in bad else [item for item in self.items if item.row not in bad]


def check(table, mapping, facts, choices=None):
    """Check every row of a file.

    :param table: `open_items_reader.Table`
    :param mapping: {column index: field}
    :return: `Checked`
    """
    missing = missing_fields(mapping)
    if missing:
        return Checked([], [Problem(0, name, "", "not_mapped") for name in missing], {})
    columns = {name: index for index, name in mapping.items()}
    conventions, problems = _decide_columns(table, columns, choices or Choices())
    reader = RowReader(facts, conventions, columns)
    items = [reader.read(number, cells) for number, cells in table.rows]
    problems += reader.problems
    problems += [Problem(row, "", "", "too_many_cells") for row in table.overlong]
    bad = {problem.row for problem in problems if problem.is_error}
    problems += check_groups(items, bad)
    problems.sort(key=lambda problem: problem.row)
    return Checked(items, problems, conventions)


def _decide_columns(table, columns, choices):
    """({field: reading}, problems of whole columns)."""
    conventions, problems = {}, []
    for names, decide, chosen, code in (
        (DATE_FIELDS, values.decide_dates, choices.date_order, "date_order"),
        (AMOUNT_FIELDS, values.decide_amounts, choices.decimal_sign, "decimal_sign"),
    ):
        found = {
            name: chosen or decide([cells[columns[name]] for _row, cells in table.rows])
            for name in names
            if name in columns
        }
        _borrow(found)
        problems += [
            Problem(0, name, "", f"{code}_{reading}")
            for name, reading in found.items()
            if reading in (values.AMBIGUOUS, values.MIXED)
        ]
        conventions.update(found)
    return conventions, problems


def _borrow(found):
    """A column that cannot tell follows the others of its kind, if they agree."""
    known = set(found.values()) - {None, values.AMBIGUOUS}
    if len(known) == 1 and values.MIXED not in known:
        reading = known.pop()
        for name, own in found.items():
            if own == values.AMBIGUOUS:
                found[name] = reading


def distinct(table, mapping, name):
    """The different texts in the column of a field; {""} where it has no column."""
    index = {field: index for index, field in mapping.items()}.get(name)
    if index is None:
        return {""}
    found = set()
    for cell in {cells[index] for _row, cells in table.rows}:
        try:
            found.add(values.parse_text(cell, TEXT_LIMITS[name]))
        except values.CellError:
            continue  # `check` reports it, with its row
    return found
