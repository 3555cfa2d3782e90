import base64
import io
from pathlib import PurePath

import xlsxwriter

from odoo import api, fields, models

from ..core import open_items_values as values


class CollectionImport(models.Model):
    """What the check and the import found, as a person wants to see it."""

    _inherit = "collection.import"

    totals_html = fields.Html(string="Totals", compute="_compute_totals_html")

    @api.depends("line_ids.state")
    @api.depends_context("lang")
    def _compute_totals_html(self):
        for record in self:
            totals = record._get_totals()
            record.totals_html = totals and self.env["ir.qweb"]._render(
                "b2b_collections.collection_import_totals",
                {"totals": totals, "customers": record._get_customer_counts()},
            )

    def _get_totals(self):
        """[{currency, state, ...}]: counts and sums per currency, never across them.

        `ledger` is what the entries say, to be compared with `open`.
        """
        lines = self.env["collection.import.line"]
        by = ["currency_id", "state"]
        domain = [("import_id", "=", self.id)]
        credit_notes = {
            (currency, state): (count, amount)
            for currency, state, count, amount in lines._read_group(
                [*domain, ("amount", "<", 0)], by, ["__count", "amount:sum"]
            )
        }
        states = dict(lines._fields["state"]._description_selection(self.env))
        ledger = self._get_ledger_totals()
        totals = []
        for currency, state, count, amount, paid in lines._read_group(
            domain, by, ["__count", "amount:sum", "paid:sum"]
        ):
            credit_count, credit = credit_notes.get((currency, state), (0, 0.0))
            totals.append(
                {
                    "currency": currency,
                    "state": states[state],
                    "count": count - credit_count,
                    "invoiced": amount - credit,
                    "credit_count": credit_count,
                    "credit": credit,
                    "paid": paid,
                    "open": amount - paid,
                    "ledger": ledger.get(currency, 0.0) if state == "done" else None,
                    "agrees": not currency.compare_amounts(
                        amount - paid, ledger.get(currency, 0.0)
                    ),
                }
            )
        return totals

    def _get_ledger_totals(self):
        """{currency: sum on receivable accounts} of the entries of this import."""
        done = self.env["collection.import.line"]._search(
            [("import_id", "=", self.id), ("state", "=", "done")]
        )
        groups = self.env["account.move.line"]._read_group(
            [
                "|",
                ("move_id", "in", done.subselect("move_id")),
                ("move_id", "in", done.subselect("payment_move_id")),
                ("account_type", "=", "asset_receivable"),
            ],
            ["currency_id"],
            ["amount_currency:sum"],
        )
        return dict(groups)

    def _get_customer_counts(self):
        """{"new": n, "known": n}, customers of the rows to import."""
        groups = self.env["collection.import.line"]._read_group(
            [("import_id", "=", self.id)],
            ["is_new_partner", "company_id"],
            ["customer_number:count_distinct"],
        )
        counts = {"new": 0, "known": 0}
        for is_new, _company, count in groups:
            counts["new" if is_new else "known"] += count
        return counts

    def _get_format_info(self, table, conventions):
        _ = self.env._
        parts = ["XLSX" if table.kind == "xlsx" else f"CSV, {table.encoding}"]
        if table.delimiter:
            parts.append(
                {
                    ",": _("parted by commas"),
                    ";": _("parted by semicolons"),
                    "\t": _("parted by tabs"),
                    "|": _("parted by bars"),
                }[table.delimiter]
            )
        words = {
            values.DAY_FIRST: _("dates day first"),
            values.MONTH_FIRST: _("dates month first"),
            values.POINT: _("decimal point"),
            values.COMMA: _("decimal comma"),
        }
        readings = dict.fromkeys(conventions.values())
        return ", ".join(parts + [words[each] for each in readings if each in words])

    def _prepare_bad_file(self, checked, table):
        """The bad rows as they were, with a column that says what is wrong.

        A workbook whatever the file was: in one, text that looks like a formula or a
        number stays text, so the corrected file can be imported as it is.
        """
        bad = checked.bad_rows
        if not bad or 0 in bad:
            return {"bad_file": False, "bad_file_name": False}
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(
            buffer,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "yyyy-mm-dd",
            },
        ) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(table.headers) - 1, 18)
            sheet.set_column(len(table.headers), len(table.headers), 80)
            header = [*table.headers, self.env._("What is wrong")]
            sheet.write_row(0, 0, header, book.add_format({"bold": True}))
            self._write_bad_rows(sheet, checked, table)
        return {
            "bad_file": base64.b64encode(buffer.getvalue()),
            "bad_file_name": self.env._(
                "%(file)s - bad rows.xlsx", file=PurePath(self.name).stem
            ),
        }

    def _write_bad_rows(self, sheet, checked, table):
        wrong = self.env["collection.import.problem"]._get_wrong_words()
        labels = dict(
            self.env["collection.import.column"]
            ._fields["field"]
            ._description_selection(self.env)
        )
        words = {}
        for problem in checked.problems:
            if problem.is_error:
                label = labels.get(problem.column)
                text = wrong[problem.code] % problem.params
                words.setdefault(problem.row, []).append(
                    f"{label}: {text}" if label else text
                )
        line = 0
        for row, cells in table.rows:
            if row in words:
                line += 1
                sheet.write_row(line, 0, [*cells, " ".join(words[row])])
