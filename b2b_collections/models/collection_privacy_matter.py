from odoo import api, models

from .collection_privacy_source import Source


class CollectionPrivacy(models.AbstractModel):
    """What legal matters say of a debtor."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "collection.matter",
                ("note", "close_note", "judgement_note"),
                "case_id = ANY(%(cases)s)",
            ),
            Source(
                "collection.decision.sheet",
                ("decided_reason",),
                "case_id = ANY(%(cases)s)",
            ),
            Source(
                "collection.matter.deadline",
                ("name", "place"),
                "case_id = ANY(%(cases)s)",
            ),
            Source(
                "collection.matter.document",
                ("name", "filename"),
                """matter_id IN (SELECT id FROM collection_matter
                                  WHERE case_id = ANY(%(cases)s))""",
            ),
        ]
