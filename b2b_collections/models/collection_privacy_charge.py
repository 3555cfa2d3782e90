from odoo import api, models

from .collection_privacy_source import Source


class CollectionPrivacy(models.AbstractModel):
    """What is said of a debtor where interest and fees are waived."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source("collection.charge", ("reason",), "case_id = ANY(%(cases)s)"),
        ]
