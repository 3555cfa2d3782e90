from odoo import models
from odoo.exceptions import UserError


class MergePartnerAutomatic(models.TransientModel):
    """Merging rewrites who a message went to; the journal does not let it."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if dst_partner:
            (partners - dst_partner)._check_outside_journal()
        return super()._merge(partner_ids, dst_partner, extra_checks)

    def _update_foreign_keys(self, src_partners, dst_partner):
        # The destination may also have been chosen by the wizard itself.
        src_partners._check_outside_journal()
        return super()._update_foreign_keys(src_partners, dst_partner)


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
