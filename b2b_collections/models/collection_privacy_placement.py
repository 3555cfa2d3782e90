from odoo import api, models

from .collection_privacy_source import Source


class CollectionPrivacy(models.AbstractModel):
    """What placements say of a debtor: remarks, and what the agency reported."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "collection.placement",
                ("note", "report_note", "end_reason"),
                "case_id = ANY(%(cases)s)",
            ),
        ]
