from odoo import models

REACHED = ("process", "pending", "sent")
BAD_NUMBER = ("sms_number_missing", "sms_number_format")


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _get_collection_actions(self):
        """Queued actions behind these texts. The queue runs as system."""
        return (
            self.env["collection.action"]
            .sudo()
            .search([("sms_id", "in", self.ids), ("state", "=", "queued")])
        )

    def _send(self, *args, **kwargs):
        """Look at ledger and contact rules once more before a reminder leaves."""
        queued = self._get_collection_actions()
        obsolete = queued._find_obsolete()
        texts = queued.sms_id
        obsolete._cancel(self.env._("Paid, held or changed before it left."))
        leaving = (queued - obsolete)._ask_again()
        left = self - texts + leaving.sms_id
        return super(SmsSms, left)._send(*args, **kwargs) if left else None

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in REACHED:
            for action in self._get_collection_actions():
                action._reach_debtor()
        elif vals.get("state") == "error":
            reason = vals.get("failure_type") or ""
            for action in self._get_collection_actions():
                action._fail(reason, reason in BAD_NUMBER)
        return result
