from odoo import api, models
from odoo.tools import SQL

from .collection_privacy_source import Source

FILES = """
    SELECT attachment.id FROM ir_attachment attachment
     WHERE attachment.res_model = 'collection.placement.file'
       AND attachment.res_id IN (
           SELECT id FROM collection_placement_file WHERE case_id = ANY(%(ids)s))
        OR attachment.res_model = 'collection.placement.exhibit'
       AND attachment.res_id IN (
           SELECT id FROM collection_placement_exhibit WHERE case_id = ANY(%(ids)s))
"""


class CollectionPrivacy(models.AbstractModel):
    """Hand-off files are full of personal data: they go as a whole."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        of_cases = "case_id = ANY(%(cases)s)"
        return [
            *super()._get_sources(),
            Source("collection.placement.file", ("message", "note"), of_cases),
            Source(
                "collection.placement.exhibit",
                ("title", "problem_note", "enclosed_as"),
                of_cases,
            ),
        ]

    def _find_documents(self, cases):
        rows = self.env.execute_query(SQL(FILES, ids=cases.ids))
        found = super()._find_documents(cases)
        return found | found.browse(row[0] for row in rows)
