from odoo import models


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
