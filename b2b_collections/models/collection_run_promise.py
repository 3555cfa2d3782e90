from odoo import models
from odoo.tools import SQL


class CollectionRun(models.Model):
    """Promises in the run: they are judged before anything is decided."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        super()._follow_agreements()
        # Whatever day the run is for: a promise is kept or broken once, by today.
        today = self.env["collection.action"]._get_today()
        self.env["collection.promise"].with_context(
            collection_hold_batch=True
        )._judge_company(self.company_id, today)
        # Debtors who come back into collections bring their past along.
        self.env["collection.case"]._update_promise_scores(
            SQL("held.company_id = %s", self.company_id.id)
        )
