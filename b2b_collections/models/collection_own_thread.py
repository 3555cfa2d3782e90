from odoo import models


class CollectionOwnThread(models.AbstractModel):
    """A chatter that stays among our own people.

    For records that name a debtor: he is told by notices, which pass the gate, and a
    message to him is written on his case.
    """

    _name = "collection.own.thread"
    _inherit = ["mail.thread"]
    _description = "Chatter of Our Own"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        own = self._keep_own(recipients_data)
        return super()._notify_thread_by_email(message, own, **kwargs)

    def _notify_thread_by_sms(self, message, recipients_data, **kwargs):
        # Free numbers may be anybody's.
        kwargs["sms_numbers"] = None
        own = self._keep_own(recipients_data)
        return super()._notify_thread_by_sms(message, own, **kwargs)

    def _keep_own(self, recipients):
        """Those recipients of a message who are our own people."""
        return [one for one in recipients if not one["share"]]
