from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import UserError


class CollectionImport(models.Model):
    """The scheduled job: one batch, one transaction, one commit."""

    _inherit = "collection.import"

    @api.model
    def _cron_work(self):
        domain = [("state", "in", ("running", "undoing"))]
        # The oldest first; another worker's is left to it.
        record = self.search(domain, order="id", limit=1).try_lock_for_update()
        done = record._as_its_user()._work() if record else 0
        self.env["ir.cron"]._commit_progress(
            done, remaining=self._count_remaining(domain)
        )

    def _count_remaining(self, domain):
        records = self.search(domain)
        return sum(max(record.total_count - record.done_count, 1) for record in records)

    def _as_its_user(self):
        """With the rights and companies of whoever started it."""
        user = self.user_id
        return self.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids, lang=user.lang, tz=user.tz
        )

    def _work(self):
        """Do the next batch; a batch that fails leaves nothing and stops the import.

        :return: number of rows
        """
        self.ensure_one()
        batch = self._import_batch if self.state == "running" else self._undo_batch
        try:
            with self.env.cr.savepoint():
                return batch()
        except UserError as error:
            message = str(error)
        except UniqueViolation:
            message = self.env._(
                "Another import brought in some of these invoices at the same moment. "
                "Resume: they are then left out."
            )
        self.env.invalidate_all()
        self.write({"state": "stopped", "message": message})
        return 0
