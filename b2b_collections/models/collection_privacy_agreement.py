from odoo import api, models
from odoo.tools import SQL

from .collection_privacy_source import Source

DOCUMENTS = """
    SELECT attachment.id FROM ir_attachment attachment
      JOIN collection_plan_document document
        ON attachment.res_model = 'collection.plan.document'
       AND attachment.res_id = document.id
      JOIN collection_plan plan ON plan.id = document.plan_id
     WHERE plan.case_id = ANY(%(ids)s)
    UNION ALL
    SELECT attachment.id FROM ir_attachment attachment
      JOIN collection_plan plan ON plan.id = attachment.res_id
     WHERE attachment.res_model = 'collection.plan'
       AND plan.case_id = ANY(%(ids)s)
"""


class CollectionPrivacy(models.AbstractModel):
    """What agreements and negotiations say of a debtor, and who signed for him."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        of_cases = "case_id = ANY(%(cases)s)"
        return [
            *super()._get_sources(),
            Source("collection.plan", ("signed_by", "decline_reason"), of_cases),
            Source("collection.offer", ("terms", "answer_note"), of_cases),
            Source("collection.case", ("quadrant_note",), "id = ANY(%(cases)s)"),
        ]

    def _find_documents(self, cases):
        rows = self.env.execute_query(SQL(DOCUMENTS, ids=cases.ids))
        found = self.env["ir.attachment"].browse(row[0] for row in rows)
        return super()._find_documents(cases) | found
