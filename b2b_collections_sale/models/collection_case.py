from odoo import models


class CollectionCase(models.Model):
    _inherit = "collection.case"

    def _get_credit_releases(self):
        # What was released for one order does not release the debtor.
        return super()._get_credit_releases().filtered(lambda one: not one.is_single)
