from odoo import models
from odoo.exceptions import UserError


class CollectionDispute(models.Model):
    """The chatter of a dispute is for our own people.

    What is for the debtor goes through the gate, see ``_tell_debtor``; nothing that is
    written here may reach him beside it.
    """

    _inherit = "collection.dispute"

    def message_post(self, *, partner_ids=None, **kwargs):
        outside = self._get_outsiders(partner_ids or ())
        if outside:
            raise UserError(
                self.env._(
                    "%(contact)s does not belong to us. Use “Tell the Debtor”, so that "
                    "the contact rules are kept and the journal knows of it.",
                    contact=outside[0].display_name,
                )
            )
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        inside = set(partner_ids or ()) - set(
            self._get_outsiders(partner_ids or ()).ids
        )
        return super().message_subscribe(list(inside), subtype_ids)

    def _get_outsiders(self, partner_ids):
        """Those of these partners who are nobody's own user here."""
        # Whether a contact is one of us is no secret to those who write to him.
        partners_sudo = self.env["res.partner"].sudo().browse(partner_ids)
        return partners_sudo.filtered(
            lambda partner: not any(not user.share for user in partner.user_ids)
        )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        return [one for one in recipients if one.get("uid") and not one.get("share")]

    def _message_get_suggested_recipients(self, *args, **kwargs):
        return []
