from odoo import api, models

from .collection_privacy_source import Source


class CollectionPrivacy(models.AbstractModel):
    """What write-offs say of a debtor."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "collection.writeoff",
                ("note", "end_reason"),
                "case_id = ANY(%(cases)s)",
            ),
            Source(
                "collection.writeoff.recovery",
                ("note",),
                "writeoff_id IN (SELECT id FROM collection_writeoff "
                "WHERE case_id = ANY(%(cases)s))",
            ),
        ]
