import base64

from tests.core.open_items_common import csv_of

from .common import CollectionsCommon


class ImportCommon(CollectionsCommon):
    """A company that imports open items; files are made row by row.

    `self.load({...}, {...})` imports a file whose rows are the good row of
    `open_items_common`, changed as told.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.set_rate("2026-01-01", 0.8)
        cls.Import = cls.env["collection.import"]

    @classmethod
    def set_rate(cls, date, rate, company=None, currency=None):
        """`rate` units of the currency for one of the company's."""
        return cls.env["res.currency.rate"].create(
            {
                "currency_id": (currency or cls.euro).id,
                "company_id": (company or cls.company).id,
                "name": date,
                "rate": rate,
            }
        )

    def load(self, *rows, company=None, **options):
        """Import at once, as the demo does."""
        return self.load_content(csv_of(*rows), company=company, **options)

    def load_content(self, content, company=None, **options):
        return self.Import._import_file(
            "ledger.csv", content, company or self.company, options
        )

    def upload(self, *rows, user=None, **vals):
        """A file as the screen has it before anything was pressed."""
        return self.Import.with_user(user or self.env.user).create(
            {"name": "ledger.csv", "file": base64.b64encode(csv_of(*rows)), **vals}
        )

    def numbered(self, count, **changes):
        """`count` rows of as many invoices."""
        return [{**changes, "invoice_number": f"INV-{n}"} for n in range(1, count + 1)]

    def count_entries(self):
        return self.env["account.move"].search_count([])

    def terms(self, move):
        """The receivable items of an invoice by due date."""
        return move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).sorted("date_maturity")
