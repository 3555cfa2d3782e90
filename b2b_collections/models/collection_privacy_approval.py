from odoo import api, models

from .collection_privacy_source import Source

APPROVALS = "SELECT id FROM collection_approval WHERE case_id = ANY(%(cases)s)"


class CollectionPrivacy(models.AbstractModel):
    """What requests for approval say of a debtor."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "collection.approval.decision",
                ("reason",),
                f"approval_id IN ({APPROVALS})",
            ),
            Source(
                "collection.approval",
                ("name", "note", "outcome", "terms"),
                "case_id = ANY(%(cases)s)",
            ),
        ]
