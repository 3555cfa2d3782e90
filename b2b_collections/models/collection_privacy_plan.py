from odoo import api, models

from .collection_privacy_source import Source


class CollectionPrivacy(models.AbstractModel):
    """What payment plans say of a debtor: his means, and what was agreed."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "collection.plan",
                ("note", "means_note", "end_reason"),
                "case_id = ANY(%(cases)s)",
            ),
        ]
