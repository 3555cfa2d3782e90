from odoo import api, models

from .collection_privacy_source import Source


class CollectionPrivacy(models.AbstractModel):
    """What agencies and debtors have said about placements."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "collection.placement.report",
                ("note",),
                "case_id = ANY(%(cases)s)",
            ),
            Source(
                "collection.placement.receipt",
                ("note", "reject_reason"),
                "case_id = ANY(%(cases)s)",
            ),
            Source(
                "collection.placement.complaint",
                ("note", "answer"),
                "case_id = ANY(%(cases)s)",
            ),
        ]
