from odoo import models


class CollectionPlan(models.Model):
    """What is written in the chatter of a plan stays among our own people.

    Debtors are told by notices, which pass the gate; a message to them is written on
    the case.
    """

    _inherit = "collection.plan"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        own = [one for one in recipients_data if not one["share"]]
        return super()._notify_thread_by_email(message, own, **kwargs)

    def _notify_thread_by_sms(self, message, recipients_data, **kwargs):
        own = [one for one in recipients_data if not one["share"]]
        # Free numbers may be anybody's.
        kwargs["sms_numbers"] = None
        return super()._notify_thread_by_sms(message, own, **kwargs)
