from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _check_outside_journal(self):
        """Raise when the journal names one of these partners."""
        # Whether it does is no secret to who may merge contacts.
        entries_sudo = self.env["collection.journal.entry"].sudo()
        actions_sudo = self.env["collection.action"].sudo()
        named = actions_sudo.search(
            [("partner_id", "in", self.ids)], limit=1
        ).partner_id
        named |= actions_sudo.search(
            [("contact_id", "in", self.ids)], limit=1
        ).contact_id
        named |= entries_sudo.search(
            [("contact_id", "in", self.ids)], limit=1
        ).contact_id
        if named:
            raise UserError(
                self.env._(
                    "%(name)s was contacted by collections and stands in the journal, "
                    "which cannot be changed. Choose it as the destination, or archive "
                    "the other contact instead of merging.",
                    name=named[0].display_name,
                )
            )
