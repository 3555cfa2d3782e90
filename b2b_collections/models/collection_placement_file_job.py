import hashlib
import io

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_qweb import QWebError

# Exhibits in one transaction: as many as make the progress move.
BATCH = 20
# What the texts and templates of users, and the documents of others, can cause.
ERRORS = (
    UserError,
    QWebError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


class CollectionPlacementFile(models.Model):
    """The scheduled job: plan, prepare the exhibits in batches, put them together."""

    _inherit = "collection.placement.file"

    @api.model
    def _cron_make(self):
        domain = [("state", "=", "preparing")]
        # The oldest first; another worker's is left to it.
        file = self.search(domain, order="id", limit=1).try_lock_for_update()
        done = file._as_its_user()._work() if file else 0
        self.env["ir.cron"]._commit_progress(
            done, remaining=self._count_remaining(domain)
        )

    def _count_remaining(self, domain):
        files = self.search(domain)
        return sum(max(file.total_count - file.done_count, 1) for file in files)

    def _as_its_user(self):
        """With the rights and companies of whoever asked, in the agency's language."""
        user = self.user_id
        return self.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids, lang=self.lang, tz=user.tz
        )

    def _trigger_job(self):
        # The job belongs to everybody who may have files made; triggering is no more.
        self.env.ref("b2b_collections.ir_cron_collection_handoff").sudo()._trigger()

    def _make(self):
        """Make the whole file in the transaction of the caller."""
        self.ensure_one()
        file = self._as_its_user()
        while file.state == "preparing":
            file._work()

    def _work(self):
        """Take the next step; one that fails leaves nothing and stops the file.

        :return: number of steps
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                return self._take_step()
        except ERRORS as error:
            message = str(error) or type(error).__name__
        self.env.invalidate_all()
        # The work of the job; see _check_may_make for who may start it.
        self.sudo().write({"state": "failed", "message": message})
        self._record("handoff_failed")
        return 0

    def _take_step(self):
        if not self.total_count:
            return self._plan()
        todo = self.exhibit_ids.filtered(lambda one: one.state == "todo")[:BATCH]
        if not todo:
            self._assemble()
            return 1
        todo._prepare()
        # As above.
        self.sudo().done_count += len(todo)
        return len(todo)

    @staticmethod
    def _digest(content):
        return hashlib.sha256(content or b"").hexdigest()

    @staticmethod
    def _open(content):
        return io.BytesIO(content or b"")
