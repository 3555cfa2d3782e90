from contextlib import suppress
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..core.agency_file import read_agency_file, read_form
from ..core.receipts import ZERO, Receipt, find_problems

# Our names of the receipt's fields, as columns of the file.
RECEIPT_COLUMNS = {
    "gross": "amount",
    "date": "date",
    "commission": "commission",
    "net": "net",
}


class RowError(NamedTuple):
    """What an agency reads of a row that was not taken; ``row`` 0: no row at all."""

    row: int
    field: str
    message: str


class _RefusedError(Exception):
    """A row was refused, so that all are taken back."""


class CollectionPlacement(models.Model):
    """What an agency reports in the portal, typed in or uploaded.

    A form is a file of one row. All rows are taken, or none of them.
    """

    _inherit = "collection.placement"

    @api.model
    def _take_upload(self, content):
        """Take the rows of a CSV file for placements of the user's agency.

        :param content: bytes
        :return: ``(number of rows taken, list of RowError)``; one of the two is empty
        """
        rows, problems = read_agency_file(content)
        errors = [self._word_problem(problem) for problem in problems]
        by_name = self._find_named({row.placement for row in rows})
        return self._take_rows(rows, by_name, "csv", errors)

    def _take_form(self, cells):
        """Take what the agency typed on the page of this placement, which was found
        by :meth:`_find_for_portal`.

        :param cells: ``{column: text}``
        :return: as of :meth:`_take_upload`
        """
        self.ensure_one()
        row, problems = read_form({**cells, "placement": self.name})
        errors = [self._word_problem(problem) for problem in problems]
        return self._take_rows(
            [row] if row else [], {self.name: self}, "portal", errors
        )

    def _take_acknowledgement(self, reference=None):
        """The agency has received the placement, found by :meth:`_find_for_portal`.

        :raises UserError: acknowledged already, or ended
        """
        self.ensure_one()
        # Whose placement it is was checked when it was found.
        self.env["collection.placement.report"].sudo().create(
            {
                "placement_id": self.id,
                "kind": "acknowledge",
                "note": (reference or "").strip()[:100] or False,
                "source": "portal",
            }
        )

    @api.model
    def _find_named(self, names):
        found = self._find_for_portal(domain=Domain("name", "in", list(names)))
        return {placement.name: placement for placement in found}

    @api.model
    def _take_rows(self, rows, by_name, source, errors):
        errors = list(errors)
        placements = self.sudo().union(*by_name.values())
        # Only those are held against limits that the user's agency has.
        limits = placements._get_receipt_limits()
        with suppress(_RefusedError), self.env.cr.savepoint():
            for row in rows:
                errors += self._take_named_row(row, by_name, limits, source)
            if errors:
                raise _RefusedError
        return (0 if errors else len(rows)), sorted(errors)

    def _take_named_row(self, row, by_name, limits, source):
        placement = by_name.get(row.placement)
        if not placement:
            return [RowError(row.number, "placement", self._get_unknown_words())]
        return placement._take_row(row, limits, source)

    def _get_unknown_words(self):
        # The same whether it does not exist or is another agency's.
        return self.env._(
            "No placement of this number is with you. Copy the number from the portal."
        )

    def _take_row(self, row, limits, source):
        """:return: list of RowError; nothing is kept of a row that has one"""
        try:
            with self.env.cr.savepoint():
                if row.kind == "receipt":
                    return self._take_receipt(row, limits, source)
                self._take_report(row, source)
        except (UserError, ValidationError, AccessError) as error:
            return [RowError(row.number, "", str(error))]
        return []

    def _take_receipt(self, row, limits, source):
        values = row.values
        receipt = Receipt(
            values.get("date"),
            values.get("amount"),
            values.get("commission", ZERO),
            values.get("net"),
        )
        of_placement = limits[self.id]
        problems = find_problems(receipt, of_placement)
        if problems:
            return [
                RowError(
                    row.number,
                    RECEIPT_COLUMNS[field],
                    self._word_receipt_problem(field, code, of_placement),
                )
                for field, code in problems
            ]
        # Whose placement it is was checked when it was found, see _find_for_portal.
        receipt_sudo = (
            self.env["collection.placement.receipt"]
            .sudo()
            .create(
                {
                    "placement_id": self.id,
                    "date": receipt.day,
                    "gross": float(receipt.gross),
                    "commission": float(receipt.commission),
                    "reference": values["reference"],
                    "note": values.get("note"),
                    "source": source,
                }
            )
        )
        receipt_sudo._report_received()
        limits[self.id] = of_placement._replace(open=of_placement.open - receipt.gross)
        return []

    def _take_report(self, row, source):
        values = row.values
        # As above.
        self.env["collection.placement.report"].sudo().create(
            {
                "placement_id": self.id,
                "kind": row.kind,
                "date": values["date"],
                "channel": values.get("channel"),
                "outcome": values.get("outcome"),
                "amount": float(values.get("amount", ZERO)),
                "promised_date": values.get("promised_date"),
                "instalments": values.get("instalments", 0),
                "note": values.get("note"),
                "source": source,
            }
        )

    def _word_problem(self, problem):
        words = self._get_file_words() | self._get_cell_words()
        return RowError(
            problem.row, problem.field, words[problem.code] % (problem.params or {})
        )

    def _get_file_words(self):
        _ = self.env._
        return {
            "file_too_large": _("The file is larger than %(limit)s kB. Split it."),
            "too_many_rows": _("The file has more than %(limit)s rows. Split it."),
            "not_a_table": _(
                "This is not a CSV file. Save the sheet as CSV (UTF-8) and upload that."
            ),
            "empty": _("The file has no rows. Fill in the template."),
            "unknown_column": _(
                "There is no such column. Take the headers of the template."
            ),
            "missing_column": _("This column is missing. Take the template."),
            "column_twice": _("This column is there twice. Delete one."),
            "too_many_cells": _(
                "The row has more cells than the header. Put text with commas in "
                "quotes."
            ),
        }

    def _get_cell_words(self):
        _ = self.env._
        return {
            "missing": _("It is empty. Fill it in."),
            "unknown_choice": _("Choose one of: %(known)s."),
            "not_here": _("Only receipts have this. Leave it empty."),
            "not_a_date": _("It is not a date. Write it as 2026-04-30."),
            "date_order": _(
                "Day and month cannot be told apart. Write the date as 2026-04-30."
            ),
            "year_out_of_range": _("The year cannot be right. Correct it."),
            "not_a_number": _("It is not an amount. Write it as 1234.50."),
            "decimal_sign": _(
                "Thousands and decimals cannot be told apart. Write 1234.50."
            ),
            "too_exact": _("The amount has too many digits. Correct it."),
            "too_large": _("The amount is too large. Correct it."),
            "negative": _("The amount cannot be negative. Correct it."),
            "not_a_count": _("It is not a number from 1 to 120. Correct it."),
            "too_long": _("It is longer than %(limit)s characters. Shorten it."),
            "excel_error": _("The spreadsheet shows an error here. Correct it."),
        }
