from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _routing_handle_bounce(self, email_message, message_dict):
        """A reminder that comes back reached nobody."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        # The gateway may run as any user; a report of a mail server has no rights.
        actions_sudo = self.env["collection.action"].sudo()
        actions_sudo._receive_bounce(email_message, message_dict)
        return result
