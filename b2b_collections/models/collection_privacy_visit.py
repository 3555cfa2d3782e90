from odoo import api, models
from odoo.tools import SQL

from .collection_privacy_source import Source

PAPERS = """
    SELECT attachment.id FROM ir_attachment attachment
     WHERE attachment.res_model = 'collection.visit'
       AND attachment.res_id IN (
           SELECT id FROM collection_visit WHERE case_id = ANY(%(ids)s))
"""


class CollectionPrivacy(models.AbstractModel):
    """What visitors write down of people, places and positions."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        of_cases = "case_id = ANY(%(cases)s)"
        return [
            *super()._get_sources(),
            Source(
                "collection.visit",
                (
                    *("purpose", "place", "position", "met_with", "note"),
                    *("others", "cancel_reason"),
                ),
                of_cases,
            ),
            Source("collection.visit.check", ("note",), of_cases),
        ]

    def _find_documents(self, cases):
        rows = self.env.execute_query(SQL(PAPERS, ids=cases.ids))
        found = super()._find_documents(cases)
        return found | found.browse(row[0] for row in rows)
