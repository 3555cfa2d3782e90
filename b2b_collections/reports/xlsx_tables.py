"""Writes tables of money into a workbook row by row; knows nothing of Odoo.

Whatever the number of rows, one row is in memory at a time. Text is written as text,
never as a formula, link or number, whatever it begins with.
"""

from dataclasses import dataclass
from itertools import chain, count, islice
from math import ceil
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_range

TEXT, NUMBER, DATE, OWN, COMPANY, SHARE = (
    "text",
    "number",
    "date",
    "own",
    "company",
    "share",
)

# Excel's limits, and its first day in terms of date.toordinal().
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
DAY_ZERO = 693_594

A4, THIN, HAIR = 9, 1, 7
FONT_SIZE = 10
DARK, LIGHT, LINE = "#1F3A5F", "#EEF2F7", "#B8C4D6"


@dataclass(frozen=True)
class Column:
    """`kind` OWN is money in the row's own currency, COMPANY in company currency."""

    heading: str
    kind: str
    width: float


class Row(NamedTuple):
    """Values in the order of the columns (None: empty cell; DATE: datetime.date),
    and the decimals of the two currencies that they are in."""

    decimals: int
    company_decimals: int
    values: tuple


@dataclass(frozen=True)
class Head:
    """What stands above the table on every sheet and on every printed page."""

    title: str
    facts: tuple  # of (label, text)
    page: str  # Excel's &P for the number, &N for how many
    date_format: str = "yyyy-mm-dd"


class TableWorkbook:
    def __init__(self, fileobj, head, max_rows=MAX_ROWS):
        self.head = head
        self.max_rows = max_rows
        self._book = xlsxwriter.Workbook(
            fileobj,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                # Plain text then needs no format of its own, which saves a tenth of
                # the time.
                "default_format_properties": {"font_size": FONT_SIZE},
            },
        )
        self._book.set_properties({"title": head.title})
        self._formats = {}

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, traceback):
        self._book.close()

    @property
    def top(self):
        """The first free row below the head."""
        return len(self.head.facts) + 2

    def add_sheet(self, name):
        """Add a sheet with the head in place."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self._escape_footer()}&R&8{self.head.page}")
        sheet.write_string(0, 0, self.head.title, self._style(size=14, bold=True))
        for row, (label, text) in enumerate(self.head.facts, start=1):
            sheet.write_string(row, 0, label, self._style(color=DARK))
            sheet.write_string(row, 1, text[:MAX_TEXT], self._style(bold=True))
        return sheet

    def set_widths(self, sheet, columns):
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)

    def _escape_footer(self):
        # The whole footer may have 255 characters, and & is its escape character.
        facts = [text[:40] for _label, text in self.head.facts[:3]]
        return " · ".join([self.head.title[:60], *facts]).replace("&", "&&")

    def write_heading(self, sheet, row, text):
        sheet.write_string(row, 0, text, self._style(size=12, bold=True, color=DARK))

    def write_table(self, sheet, row, columns, rows, totals=()):
        """Write headings, rows and totals; return the row after the last one."""
        lines = max(ceil(len(one.heading) * 1.2 / one.width) for one in columns)
        sheet.set_row(row, 8 + 14 * lines)
        for number, column in enumerate(columns):
            sheet.write_string(row, number, column.heading, self._heading(column.kind))
        kinds = [column.kind for column in columns]
        end = self.write_rows(sheet, row + 1, kinds, rows)
        if end > row + 1:
            self._draw_lines(sheet, row + 1, end - 1, len(kinds) - 1)
        return self.write_rows(sheet, end, kinds, totals, total=True)

    def _draw_lines(self, sheet, first, last, last_column):
        # One rule for all cells: empty ones have no format of their own.
        line = self._format({"bottom": HAIR, "bottom_color": LINE})
        rule = {"type": "formula", "criteria": "=TRUE", "format": line}
        sheet.conditional_format(first, 0, last, last_column, rule)

    def write_list(self, sheet, columns, rows, totals=(), reserve=1):
        """Write a long table: frozen headings, filter, totals below.

        What does not fit on the sheet goes on in the next. Returns the last sheet, the
        first and the last row of the table on it, and the row of the first total.

        :param totals: iterable that is asked after the last row
        :param reserve: how many totals there may be
        """
        rows = iter(rows)
        top, room = self.top, self.max_rows - self.top - reserve - 2
        name = sheet.get_name()
        for number in count(2):
            self.set_widths(sheet, columns)
            end = self.write_table(sheet, top, columns, islice(rows, room))
            sheet.autofilter(top, 0, max(end - 1, top), len(columns) - 1)
            sheet.freeze_panes(top + 1, 2)
            sheet.repeat_rows(top)
            following = list(islice(rows, 1))
            if not following:
                break
            rows = chain(following, rows)
            sheet = self.add_sheet(f"{name} {number}")
        kinds = [column.kind for column in columns]
        self.write_rows(sheet, end + 1, kinds, totals, total=True)
        return sheet, top + 1, end - 1, end + 1

    def follow_filter(self, sheet, cells, row, total):
        """Let a total that is there add up the rows that a filter leaves.

        :param cells: (first row, last row, column) of what it adds up
        :param total: its value and decimals, as long as nothing is filtered
        """
        first, last, column = cells
        value, decimals = total
        formula = f"=SUBTOTAL(109,{xl_range(first, column, last, column)})"
        style = self._cell(COMPANY, decimals, total=True)
        sheet.write_formula(row, column, formula, style, value)

    def write_rows(self, sheet, row, kinds, rows, total=False):
        """Write rows without headings; return the row after the last one."""
        styles = {
            (kind, decimals): self._cell(kind, decimals, total)
            for kind in set(kinds)
            for decimals in range(7)
        }
        text_style = self._cell(TEXT, 0, total) if total else None
        date_style = self._cell(DATE, 0, total)
        numbered = list(enumerate(kinds))
        write_string, write_number = sheet.write_string, sheet.write_number
        for decimals, company_decimals, values in rows:
            for column, kind in numbered:
                value = values[column]
                if value is None:
                    if total:
                        sheet.write_blank(row, column, None, text_style)
                elif kind == TEXT:
                    if len(value) > MAX_TEXT:
                        value = value[:MAX_TEXT]
                    write_string(row, column, value, text_style)
                elif kind == DATE:
                    write_number(row, column, value.toordinal() - DAY_ZERO, date_style)
                elif kind == COMPANY:
                    write_number(row, column, value, styles[kind, company_decimals])
                else:
                    write_number(row, column, value, styles[kind, decimals])
            row += 1
        return row

    def add_bucket_chart(self, sheet, row, source, title):
        """Put a column chart on `row`; return the row below it.

        `source`: (row of labels, row of amounts, first column, last column).
        """
        labels, amounts, first, last = source
        name = sheet.get_name()
        chart = self._book.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": title,
                "categories": [name, labels, first, labels, last],
                "values": [name, amounts, first, amounts, last],
                "fill": {"color": DARK},
                "gap": 60,
            }
        )
        chart.set_title({"name": title, "name_font": {"size": 11, "color": DARK}})
        chart.set_legend({"none": True})
        chart.set_y_axis(
            {
                "num_format": "#,##0",
                "major_gridlines": {"visible": True, "line": {"color": LINE}},
                "line": {"none": True},
            }
        )
        chart.set_x_axis({"label_position": "low"})
        chart.set_size({"width": 760, "height": 300})
        sheet.insert_chart(row, 0, chart)
        return row + 16

    # Formats

    def _style(self, size=FONT_SIZE, bold=False, color="#000000"):
        return self._format(
            {
                "font_size": size,
                "bold": bold,
                "font_color": color,
                "align": "left",
            }
        )

    def _heading(self, kind):
        values = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": DARK,
            "align": "right",
            "indent": 1,
            "valign": "vcenter",
            "text_wrap": True,
        }
        if kind in (TEXT, DATE):
            values.update(align="left", indent=0)
        return self._format(values)

    def _cell(self, kind, decimals, total):
        values = {"font_size": FONT_SIZE}
        if kind == DATE:
            values.update(num_format=self.head.date_format, align="left")
        elif kind != TEXT:
            values["num_format"] = self._number_format(kind, decimals, total)
        if total:
            values.update(bold=True, bg_color=LIGHT, top=THIN, top_color=LINE)
        return self._format(values)

    @staticmethod
    def _number_format(kind, decimals, total):
        # "_)" leaves the width of a bracket, so that text in the next column keeps
        # its distance.
        if kind == SHARE:
            return "0.0%_)"
        if kind == NUMBER:
            return "#,##0_)"
        places = f"#,##0.{'0' * decimals}_)" if decimals else "#,##0_)"
        # A column of zeros hides the amounts; in a total zero is said.
        zero = "" if total else ';"\N{EN DASH}"_)'
        return f"{places};[Red]-{places}{zero}"

    def _format(self, values):
        key = tuple(sorted(values.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(values)
        return self._formats[key]
