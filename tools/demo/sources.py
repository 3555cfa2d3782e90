"""Where the ledger of a demo comes from: made up, or a user's own file."""

import hashlib

from .books import Books
from .generator import make_ledger
from .ledger_file import LedgerFile
from .ledger_import import (
    RATES_FROM,
    complete_partners,
    find_bouncing,
    import_file,
)


class MadeUpLedger:
    """:ivar key: two ledgers with the same key are the same"""

    currency = "IDR"

    def __init__(self, start, end):
        self.start, self.end = start, end
        self.ledger = make_ledger(start, end)
        self.key = f"made up {start} {end}"
        self.totals = self.ledger.totals()

    def enter(self, seller, progress):
        books = Books(seller, self.ledger)
        documents = self.ledger.documents
        with progress.phase("debtors") as phase:
            first_day = min(document.date for document in documents)
            seller.add_rates(("USD", "EUR"), first_day, self.end)
            books.enter_debtors()
            phase.note = f"{len(self.ledger.debtors)} debtors"
        with progress.phase("invoices") as phase:
            books.enter_documents()
            credit_notes = sum(document.is_credit for document in documents)
            invoices = len(documents) - credit_notes
            phase.note = f"{invoices} invoices, {credit_notes} credit notes"
        with progress.phase("payments") as phase:
            phase.note = f"{books.enter_payments()} payments"
            books.load()
            books.play_before(self.start)

    def load_books(self, seller):
        books = Books(seller, self.ledger)
        books.load()
        return books

    def get_bouncing(self, _env):
        return self.ledger.bouncing

    def get_rates(self, _seller):
        return {}


class OwnLedger:
    def __init__(self, path):
        self.file = LedgerFile(path)
        self.key = hashlib.sha256(self.file.content).hexdigest()
        self.currency = self.file.currency
        self.totals = self.file.totals

    def enter(self, seller, progress):
        with progress.phase("import") as phase:
            seller.add_fixed_rates(self.get_rates(seller), RATES_FROM)
            imported = import_file(seller, self.file)
            phase.note = f"{imported.done_count:,} rows of {self.file.path.name}"
        with progress.phase("debtors") as phase:
            complete_partners(imported.line_ids)
            phase.note = f"{len(imported.line_ids.partner_id)} debtors"

    def load_books(self, _seller):
        """Nobody pays: the file does not say who did."""
        return

    def get_bouncing(self, env):
        return find_bouncing(env)

    def get_rates(self, seller):
        return seller.fixed_rates(self.file.other_currencies)
