from contextlib import contextmanager

from .common import CollectionsCommon

ENTRY = "collection_journal_entry"


class JournalCommon(CollectionsCommon):
    """A debtor who was reminded by mail and by letter, and a look behind the scenes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = cls.env["collection.journal.entry"]
        cls.invoice = cls.post_invoice(1000)

    def remind(self):
        """Reminders at three levels; the last one is a letter and a mail."""
        for offset in (3, 10, 30):
            self.run_day(self.day(offset))
        self.entries._seal(self.company)

    def own_entries(self):
        """The entries of the company, in the order of the chain."""
        return self.entries.search(
            [("company_id", "=", self.company.id)], order="number, id"
        )

    def events(self, actions):
        """Codes of what happened to these actions, oldest first."""
        found = self.entries.search([("action_id", "in", actions.ids)], order="id")
        return found.mapped("event")

    def verify(self, documents=True, company=None):
        """The verification of the journal, as it ended."""
        checks = self.env["collection.journal.check"].sudo()
        return checks._verify(company or self.company, documents)

    @contextmanager
    def behind_the_triggers(self, table=ENTRY):
        """What somebody may do who has the database and drops its guards."""
        self.env.flush_all()
        self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield self.env.cr.execute
        self.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.env.invalidate_all()
