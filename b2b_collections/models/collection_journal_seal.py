from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.tools import SQL

from ..core import chain

# Entries sealed in one go: their payloads are held in memory, a few KB each.
ENTRIES_AT_A_TIME = 5000
ENTRY = SQL(
    "number, company_id, event, moment, user_id, case_id, action_id, contact_id, "
    "payload"
)


class CollectionJournalEntry(models.Model):
    """Numbering and chaining, apart from writing: so that no worker waits for another.

    A chain can only grow at its end, one entry after the other. Were it done when an
    entry is written, all workers would queue up behind the one whose transaction has
    not ended yet. So entries are written without a number, and a short pass gives
    numbers to what has been committed.
    """

    _inherit = "collection.journal.entry"

    @api.model
    def _seal(self, companies=None):
        """Seal the entries that are there, of these companies or of all.

        Best called at the beginning of a transaction, so that it sees what others
        have written. Whoever comes second leaves it to the first.

        :return: how many were sealed
        """
        companies = companies or self._get_unsealed_companies()
        return sum(self._seal_company(company) for company in companies)

    def _get_unsealed_companies(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT company_id FROM collection_journal_entry
                 WHERE number IS NULL ORDER BY company_id
                """
            )
        )
        return self.env["res.company"].browse(row[0] for row in rows)

    def _seal_company(self, company):
        count = batch = 0
        try:
            with self.env.cr.savepoint():
                if self._lock_chain(company):
                    while batch := self._seal_batch(company):
                        count += batch
        except SerializationFailure:
            # Another one has sealed since this transaction began.
            return 0
        written = ["number", "prev_hash", "hash", "sealed"]
        self.invalidate_model(written, flush=False)
        return count

    def _lock_chain(self, company):
        """Whether the chain of the company is free to be continued by us."""
        free = self.env.execute_query(
            SQL(
                """
                SELECT pg_try_advisory_xact_lock(
                    hashtext('collection.journal'), %s)
                """,
                company.id,
            )
        )
        return free[0][0]

    def _get_head(self, company):
        """The end of the chain, held until the end of the transaction."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collection_journal_head (company_id, number, hash)
                VALUES (%s, 0, %s) ON CONFLICT (company_id) DO NOTHING
                """,
                company.id,
                chain.GENESIS,
            ),
            log_exceptions=False,
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT number, hash FROM collection_journal_head
                 WHERE company_id = %s FOR UPDATE
                """,
                company.id,
            ),
            log_exceptions=False,
        )
        return chain.Head(*self.env.cr.fetchone())

    def _seal_batch(self, company):
        head = self._get_head(company)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, %s FROM collection_journal_entry
                 WHERE company_id = %s AND number IS NULL
                 ORDER BY id LIMIT %s
                """,
                ENTRY,
                company.id,
                ENTRIES_AT_A_TIME,
            )
        )
        if rows:
            seals = chain.seal(head, [chain.Entry(*row[1:]) for row in rows])
            self._write_seals(company, [row[0] for row in rows], seals)
        return len(rows)

    def _write_seals(self, company, ids, seals):
        numbers, before, hashes = (list(part) for part in zip(*seals, strict=True))
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_journal_entry entry
                   SET number = seal.number,
                       prev_hash = seal.prev_hash,
                       hash = seal.hash
                  FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[])
                       AS seal (id, number, prev_hash, hash)
                 WHERE entry.id = seal.id
                """,
                ids,
                numbers,
                before,
                hashes,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_journal_head SET number = %s, hash = %s
                 WHERE company_id = %s
                """,
                numbers[-1],
                hashes[-1],
                company.id,
            )
        )

    @api.model
    def _cron_seal(self):
        """Seal what was written, company by company."""
        companies = self._get_unsealed_companies()
        left = len(companies)
        for company in companies:
            done = self._seal(company)
            left -= 1
            self.env["ir.cron"]._commit_progress(done, remaining=left)
