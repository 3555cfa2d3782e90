import base64

from odoo import models
from odoo.exceptions import UserError

from ..core import open_items
from ..core.open_items_mapping import guess_mapping, plain
from ..core.open_items_reader import FileError, read_table
from ..core.open_items_values import shown

# A file with one mistake in every row needs no more to be understood; the file of bad
# rows has them all.
MAX_PROBLEMS = 1000
# Rows of a large file need not all be in memory as records at once.
LINES_AT_A_TIME = 2000
SAMPLES = 3
# Enough for a dialog.
SHOWN_PROBLEMS = 20
# What a line takes over from a row as it is.
COPIED = (
    "row",
    "first_row",
    "instalment",
    "company_code",
    "customer_number",
    "customer_name",
    "invoice_number",
    "invoice_date",
    "posting_date",
    "due_date",
    "terms",
    "email",
    "language",
    "country",
)


class CollectionImport(models.Model):
    """Reading and checking the file: nothing is written but on the import itself."""

    _inherit = "collection.import"

    def _check_file(self):
        """Read and check the file; lines and problems are replaced."""
        self.ensure_one()
        table = self._read_table()
        self._prepare_columns(table)
        mapping = self._get_mapping()
        self._prepare_codes(open_items.distinct(table, mapping, "company_code"))
        choices = open_items.Choices(self.date_order or "", self.decimal_sign or "")
        facts = self._get_facts(table, mapping)
        checked = open_items.check(table, mapping, facts, choices)
        self._write_problems(checked, table, mapping)
        self._write_lines(checked)
        self._write_outcome(checked, table)

    def _read_table(self):
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        try:
            return read_table(content)
        except FileError as error:
            words = self._get_file_words()
            raise UserError(words[error.code] % error.params)

    def _get_file_words(self):
        _ = self.env._
        return {
            "empty": _("The file is empty."),
            "too_large": _(
                "The file is too large. Split it into files of at most %(limit)s MB."
            ),
            "too_many_rows": _(
                "The file has too many rows. Split it into files of at most "
                "%(limit)s rows."
            ),
            "not_a_workbook": _(
                "This workbook cannot be read. Open it in Excel and save it anew as "
                "XLSX, or as CSV."
            ),
            "old_workbook": _(
                "This is a workbook of the old kind (XLS). Save it as XLSX or CSV."
            ),
            "binary": _("This is not a text file. Save the ledger as XLSX or CSV."),
            "broken_quotes": _(
                "A quotation mark is opened in row %(row)s and never closed. Correct "
                "the row, or save the ledger as XLSX."
            ),
            "no_table": _(
                "There is no table in the file: a line of headers with at least two "
                "columns, and a row below it."
            ),
        }

    def _prepare_columns(self, table):
        """Make the columns of a new file, mapped as last time or by their names."""
        if self.column_ids:
            return
        remembered = self.company_id.collection_import_mapping or {}
        mapping = guess_mapping(table.headers, remembered)
        first_rows = [cells for _row, cells in table.rows[:SAMPLES]]
        self.env["collection.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "position": index,
                    "header": header,
                    "sample": " · ".join(
                        filter(None, (shown(cells[index]) for cells in first_rows))
                    ),
                    "field": mapping.get(index),
                }
                for index, header in enumerate(table.headers)
            ]
        )

    def _get_mapping(self):
        chosen = self.column_ids.filtered("field")
        for field, columns in chosen.grouped("field").items():
            if len(columns) > 1:
                labels = dict(columns._fields["field"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(headers)s are both chosen as %(field)s. Choose one of them.",
                        headers=", ".join(columns.mapped("header")),
                        field=labels[field],
                    )
                )
        return {column.position: column.field for column in chosen}

    def _prepare_codes(self, codes):
        """One line a company code; a new one goes where it went last time."""
        gone = self.code_ids.filtered(lambda line: (line.code or "") not in codes)
        gone.unlink()
        new = codes - {line.code or "" for line in self.code_ids}
        last = {
            line.code or "": line.company_id
            for line in self.env["collection.import.code"].search(
                [
                    ("code", "in", [code or False for code in new]),
                    ("company_id", "in", self.env.companies.ids),
                    ("import_id.company_id", "=", self.company_id.id),
                ],
                order="id",
            )
        }
        self.env["collection.import.code"].create(
            [
                {
                    "import_id": self.id,
                    "code": code,
                    "company_id": last.get(code, self.company_id).id,
                }
                for code in sorted(new)
            ]
        )

    def _prepare_choices(self, mapping, codes):
        """Set what a caller knows: {header: field} and {company code: company}."""
        table = self._read_table()
        self._prepare_columns(table)
        by_header = {plain(header): field for header, field in mapping.items()}
        for column in self.column_ids:
            if plain(column.header) in by_header:
                column.field = by_header[plain(column.header)]
        self._prepare_codes(
            open_items.distinct(table, self._get_mapping(), "company_code")
        )
        for line in self.code_ids:
            # Without a word of the caller, codes of the file are one company's.
            line.company_id = codes.get(line.code or "", self.company_id)

    def _write_problems(self, checked, table, mapping):
        headers = {
            field: table.headers[position] for position, field in mapping.items()
        }
        labels = dict(
            self.env["collection.import.column"]
            ._fields["field"]
            ._description_selection(self.env)
        )
        self.problem_ids.unlink()
        problems = sorted(checked.problems, key=lambda each: not each.is_error)
        self.env["collection.import.problem"].create(
            [
                {
                    "import_id": self.id,
                    "row": problem.row,
                    "column": headers.get(problem.column)
                    or labels.get(problem.column, ""),
                    "value": problem.value[:200],
                    "code": problem.code,
                    "params": {
                        name: value if isinstance(value, int) else str(value)
                        for name, value in problem.params.items()
                    },
                    "is_error": problem.is_error,
                }
                for problem in problems[:MAX_PROBLEMS]
            ]
        )

    def _write_lines(self, checked):
        self.line_ids.unlink()
        items = checked.good_items
        if not items:
            return
        amounts = {}
        for item in items:
            amounts[item.key] = amounts.get(item.key, 0) + item.amount
        known = self._get_known(amounts)
        partners = self._match_partners(items)
        currencies = self._get_currencies({item.currency for item in items})
        for start in range(0, len(items), LINES_AT_A_TIME):
            lines = self.env["collection.import.line"].create(
                [
                    self._prepare_line_vals(item, known, partners, currencies)
                    for item in items[start : start + LINES_AT_A_TIME]
                ]
            )
            lines.flush_recordset()
            lines.invalidate_recordset()

    def _prepare_line_vals(self, item, known, partners, currencies):
        partner = partners.get((item.company, item.customer_number))
        note = known.get(item.key)
        return {
            **{name: getattr(item, name) for name in COPIED},
            "import_id": self.id,
            "company_id": item.company,
            "currency_id": currencies[item.currency].id,
            # Exact: the check refuses what a float cannot hold to the cent.
            "amount": float(item.amount),
            "paid": float(item.paid),
            "partner_id": partner and partner.id,
            "is_new_partner": not partner,
            "state": "todo" if note is None else "known",
            "note": note,
        }

    def _write_outcome(self, checked, table):
        errors = [problem for problem in checked.problems if problem.is_error]
        self.write(
            {
                "state": "checked",
                "format_info": self._get_format_info(table, checked.conventions),
                "row_count": len(table.rows),
                "error_count": len(errors),
                "bad_row_count": len(table.rows) - len(checked.good_items),
                "warning_count": len(checked.problems) - len(errors),
                "known_count": self._count_lines("known"),
                "total_count": self._count_lines("todo"),
                "done_count": 0,
                "message": False,
                **self._prepare_bad_file(checked, table),
            }
        )

    def _get_errors_text(self):
        """The first errors, one a line, for a dialog or a terminal."""
        errors = self.problem_ids.filtered("is_error")
        lines = [
            self.env._(
                "Row %(row)s, %(column)s, “%(value)s”: %(message)s %(accepted)s",
                row=problem.row,
                column=problem.column,
                value=problem.value or "",
                message=problem.message,
                accepted=problem.accepted,
            )
            for problem in errors[:SHOWN_PROBLEMS]
        ]
        if self.error_count > len(lines):
            lines.append(
                self.env._("… and %(count)s more.", count=self.error_count - len(lines))
            )
        return "\n".join(lines)
