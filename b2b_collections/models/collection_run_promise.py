from odoo import models
from odoo.tools import SQL

from .collection_run_act import DEBTOR_ERRORS


class CollectionRun(models.Model):
    """Promises in the run: they are judged before anything is decided."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        super()._follow_agreements()
        self._follow_promises()
        # Debtors who come back into collections bring their past along.
        self.env["collection.case"]._update_promise_scores(
            SQL("held.company_id = %s", self.company_id.id)
        )

    def _follow_promises(self):
        """All of them at a time; if that fails, case by case, but for those that fail.

        Whatever day the run is for: a promise is kept or broken once, by today.
        """
        today = self.env["collection.action"]._get_today()
        promises = self.env["collection.promise"].with_context(
            collection_hold_batch=True
        )
        try:
            with self.env.cr.savepoint():
                promises._judge_company(self.company_id, today)
        except DEBTOR_ERRORS:
            mine = promises.search([("company_id", "=", self.company_id.id)])
            self._follow_safely(
                mine.case_id,
                lambda cases: promises._judge_company(self.company_id, today, cases),
            )
