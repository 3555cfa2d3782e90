"""A user's own open-items file, before it is imported."""

from collections import Counter, defaultdict
from decimal import Decimal

from odoo.addons.b2b_collections.core.open_items_mapping import guess_mapping
from odoo.addons.b2b_collections.core.open_items_reader import FileError, read_table
from odoo.addons.b2b_collections.core.open_items_values import (
    CellError,
    decide_amounts,
    parse_amount,
)

from .options import DemoError


class LedgerFile:
    """:ivar currency: the most frequent one, to be the company's own
    :ivar totals: ``{currency: sum}`` of what was invoiced, as the file has it
    """

    def __init__(self, path):
        self.path = path
        self.content = path.read_bytes()
        try:
            self.table = read_table(self.content)
        except FileError as error:
            what = error.code.replace("_", " ")
            raise DemoError(
                f"{path.name} is not an open-items file ({what})",
                "save the ledger as CSV or XLSX with the columns in docs/demo.md",
            ) from None
        self._columns = {
            field: index for index, field in guess_mapping(self.table.headers).items()
        }
        self.currencies = Counter(filter(None, self._currency_codes()))
        self.totals = self._sum_by_currency()

    @property
    def currency(self):
        return self.currencies.most_common(1)[0][0] if self.currencies else "USD"

    @property
    def other_currencies(self):
        return sorted(code for code in self.currencies if code != self.currency)

    def _currency_codes(self):
        if "currency" not in self._columns:
            return []
        index = self._columns["currency"]
        return [
            str(cells[index] or "").strip().upper() for _row, cells in self.table.rows
        ]

    def _sum_by_currency(self):
        """Without the import's own code: what is compared must not be the same."""
        if not {"currency", "amount"} <= self._columns.keys():
            return {}
        index = self._columns["amount"]
        cells = [row_cells[index] for _row, row_cells in self.table.rows]
        sign = decide_amounts(cells)
        totals = defaultdict(Decimal)
        for code, cell in zip(self._currency_codes(), cells, strict=True):
            try:
                totals[code] += parse_amount(cell, sign) or 0
            except CellError:
                continue  # the import says so, with the row
        return dict(totals)
