from odoo import api, models
from odoo.tools import SQL


class CollectionPrivacy(models.AbstractModel):
    """Disputes of old cases are forgotten with them."""

    _inherit = "collection.privacy"

    @api.model
    def _forget_cases(self, cases):
        disputes = cases.dispute_ids
        disputes.activity_ids.unlink()
        self._drop_authors(
            SQL("model = 'collection.dispute' AND res_id = ANY(%s)", disputes.ids)
        )
        return super()._forget_cases(cases)
