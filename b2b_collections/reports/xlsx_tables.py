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
MONEY = (OWN, COMPANY)

# Excel's limits, and its first day in terms of date.toordinal().
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
DAY_ZERO = 693_594

THIN, HAIR = 1, 7
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
            },
        )
        self._book.set_properties({"title": head.title})
        self._formats = {}

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, traceback):
        self._book.close()

    def add_sheet(self, name, columns):
        """Add a sheet with the head in place; return it and the first free row."""
        sheet = self._book.add_worksheet(name)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self._escape_footer()}&R&8{self.head.page}")
        sheet.write_string(0, 0, self.head.title, self._style(size=14, bold=True))
        for row, (label, text) in enumerate(self.head.facts, start=1):
            sheet.write_string(row, 0, label, self._style(color=DARK))
            sheet.write_string(row, 1, text[:MAX_TEXT], self._style(bold=True))
        return sheet, len(self.head.facts) + 2

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

    def write_list(self, name, columns, rows, totals=(), follow_filter=False):
        """Write a long table on a sheet of its own: frozen headings, filter, totals.

        What does not fit on the sheet goes on in the next. With `follow_filter` the
        last total in company currency is a formula that adds up the rows shown.
        """
        rows = iter(rows)
        kinds = [column.kind for column in columns]
        room = self.max_rows - len(self.head.facts) - len(totals) - 4
        for number in count(1):
            title = name if number == 1 else f"{name} {number}"
            sheet, top = self.add_sheet(title, columns)
            end = self.write_table(sheet, top, columns, islice(rows, room))
            sheet.autofilter(top, 0, max(end - 1, top), len(columns) - 1)
            sheet.freeze_panes(top + 1, 2)
            sheet.repeat_rows(top)
            following = list(islice(rows, 1))
            if not following:
                break
            rows = chain(following, rows)
        self.write_rows(sheet, end + 1, kinds, totals, total=True)
        if follow_filter and totals and number == 1 and end > top + 1:
            self._follow_filter(sheet, (top + 1, end - 1), kinds, totals[-1])

    def _follow_filter(self, sheet, rows, kinds, total):
        first, last = rows
        style = self._cell(COMPANY, total.company_decimals, total=True)
        for column, kind in enumerate(kinds):
            if kind == COMPANY:
                formula = f"=SUBTOTAL(109,{xl_range(first, column, last, column)})"
                value = total.values[column]
                sheet.write_formula(last + 2, column, formula, style, value)

    def write_rows(self, sheet, row, kinds, rows, total=False):
        """Write rows without headings; return the row after the last one."""
        styles = {
            (kind, decimals): self._cell(kind, decimals, total)
            for kind in set(kinds)
            for decimals in range(7)
        }
        text_style = self._cell(TEXT, 0, total)
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
                    write_string(row, column, value[:MAX_TEXT], text_style)
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

    def _style(self, size=10, bold=False, color="#000000"):
        return self._format(
            {
                "font_size": size,
                "bold": bold,
                "font_color": color,
                "align": "left",
                "indent": 1,
            }
        )

    def _heading(self, kind):
        values = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": DARK,
            "align": "right",
            "valign": "vcenter",
            "text_wrap": True,
        }
        if kind in (TEXT, DATE):
            values.update(align="left", indent=1)
        return self._format(values)

    def _cell(self, kind, decimals, total):
        values = {"font_size": 10}
        if kind in MONEY:
            places = f"0.{'0' * decimals}" if decimals else "0"
            # A column of zeros hides the amounts; in a total zero is said.
            zero = "" if total else ';"\N{EN DASH}"'
            values["num_format"] = f"#,##{places};[Red]-#,##{places}{zero}"
        elif kind == TEXT:
            values.update(align="left", indent=1)
        elif kind == DATE:
            values.update(num_format=self.head.date_format, align="left", indent=1)
        elif kind == SHARE:
            values["num_format"] = "0.0%"
        elif kind == NUMBER:
            values["num_format"] = "#,##0"
        if total:
            values.update(bold=True, bg_color=LIGHT, top=THIN, top_color=LINE)
        return self._format(values)

    def _format(self, values):
        key = tuple(sorted(values.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(values)
        return self._formats[key]
