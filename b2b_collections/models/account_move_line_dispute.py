from odoo import api, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    """What is contested stays in the books, or is cancelled."""

    _inherit = "account.move.line"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_contested(self):
        # Who may delete the line need not be able to read disputes.
        lines_sudo = self.env["collection.dispute.line"].sudo()
        found_sudo = lines_sudo.search([("item_id.move_line_id", "in", self.ids)])
        if found_sudo:
            raise UserError(
                self.env._(
                    "%(document)s is contested in %(disputes)s and part of its "
                    "history: cancel or credit the invoice instead of deleting it, "
                    "and do not change its instalments.",
                    document=found_sudo[0].item_id.name,
                    disputes=", ".join(found_sudo.dispute_id.mapped("name")),
                )
            )
