from odoo import api, models

from .collection_privacy_source import Source


class CollectionPrivacy(models.AbstractModel):
    """Why new business with a debtor was allowed."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "collection.credit.release",
                ("reason", "revoke_reason"),
                "case_id = ANY(%(cases)s)",
            ),
        ]
