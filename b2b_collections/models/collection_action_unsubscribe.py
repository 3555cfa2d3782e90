from odoo import models
from odoo.tools import consteq, hmac

SCOPE = "b2b_collections-unsubscribe"


class CollectionAction(models.Model):
    """A reader of a mail may decline the channel with one click (RFC 8058)."""

    _inherit = "collection.action"

    def _get_unsubscribe_url(self):
        self.ensure_one()
        path = f"/collections/unsubscribe/{self.id}/{self._get_unsubscribe_token()}"
        return self.company_id.partner_id.get_base_url() + path

    def _get_unsubscribe_token(self):
        """Secret of the link: only who got the mail knows it."""
        self.ensure_one()
        # The key of the database is for the system to read; the token tells nothing.
        return hmac(self.env(su=True), SCOPE, (self.id, self.contact_id.id))

    def _get_unsubscribe_headers(self):
        return {
            "List-Unsubscribe": f"<{self._get_unsubscribe_url()}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def _find_by_unsubscribe_token(self, action_id, token):
        """The action of a link, with system rights, or nothing."""
        # The token is the check: it is made for this action and its reader.
        action_sudo = self.sudo().browse(action_id).exists()
        if action_sudo and consteq(action_sudo._get_unsubscribe_token(), token):
            return action_sudo
        return self

    def _is_unsubscribed(self):
        self.ensure_one()
        wishes = self.env["collection.consent"]._load_wishes(self.contact_id.ids)
        return "mail" in wishes[self.contact_id.id]["refused"]

    def _unsubscribe(self):
        """Note that the reader declines mails; once, however often he clicks."""
        self.ensure_one()
        if not self._is_unsubscribed():
            self.env["collection.consent"].create(
                {
                    "partner_id": self.contact_id.id,
                    "channel": "mail",
                    "state": "refused",
                    "source": "link",
                }
            )
