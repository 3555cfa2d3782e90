from odoo import models
from odoo.tools import html2plaintext


class CollectionCallWizard(models.TransientModel):
    """Who disputes in a call is asked what, while it is fresh."""

    _inherit = "collection.call.wizard"

    def action_log(self):
        result = super().action_log()
        if self.outcome != "disputed":
            return result
        action = self.case_id.action_new_dispute()
        action["context"].update(
            default_origin="call",
            default_contact_id=self.contact_id.id,
            default_description=html2plaintext(self.note or "").strip(),
        )
        return action
