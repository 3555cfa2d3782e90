from odoo import api, models
from odoo.fields import Domain
from odoo.tools import consteq


class AccountMove(models.Model):
    _inherit = "account.move"

    @api.model
    def _record_opened(self, move_id, access_token):
        """Journal that somebody opened the link to an invoice, once per message.

        :param access_token: of the link; a wrong one is no link of ours
        """
        # The token is what gives the right, as for the page itself.
        move_sudo = self.sudo().browse(move_id).exists()
        if not consteq(move_sudo.access_token or "", access_token):
            return
        last = move_sudo._get_linking_action()
        entries_sudo = self.env["collection.journal.entry"].sudo()
        known = Domain("action_id", "=", last.id) & Domain("event", "=", "opened")
        if last and not entries_sudo.search_count(known, limit=1):
            last._record_event("opened", data={"move": move_id})

    def _get_linking_action(self):
        """The last message that brought the debtor a link to this invoice."""
        self.ensure_one()
        return self.env["collection.action"].search(
            [
                ("line_ids.move_id", "=", self.id),
                ("level_id.attach_invoices", "=", "link"),
                ("channel", "=", "mail"),
                ("state", "=", "done"),
            ],
            order="date desc, id desc",
            limit=1,
        )
