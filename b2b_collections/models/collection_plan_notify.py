from odoo import models


def _keep_own(recipients):
    """Those recipients of a message who are our own people."""
    return [one for one in recipients if not one["share"]]


class CollectionPlan(models.Model):
    """What is written in the chatter of a plan stays among our own people.

    Debtors are told by notices, which pass the gate; a message to them is written on
    the case.
    """

    _inherit = "collection.plan"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        own = _keep_own(recipients_data)
        return super()._notify_thread_by_email(message, own, **kwargs)

    def _notify_thread_by_sms(self, message, recipients_data, **kwargs):
        # Free numbers may be anybody's.
        kwargs["sms_numbers"] = None
        own = _keep_own(recipients_data)
        return super()._notify_thread_by_sms(message, own, **kwargs)


class CollectionApproval(models.Model):
    """The same of a request for approval, which names the debtor as well."""

    _inherit = "collection.approval"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        own = _keep_own(recipients_data)
        return super()._notify_thread_by_email(message, own, **kwargs)

    def _notify_thread_by_sms(self, message, recipients_data, **kwargs):
        kwargs["sms_numbers"] = None
        own = _keep_own(recipients_data)
        return super()._notify_thread_by_sms(message, own, **kwargs)


class CollectionHold(models.Model):
    """And of a hold."""

    _inherit = "collection.hold"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        own = _keep_own(recipients_data)
        return super()._notify_thread_by_email(message, own, **kwargs)

    def _notify_thread_by_sms(self, message, recipients_data, **kwargs):
        kwargs["sms_numbers"] = None
        own = _keep_own(recipients_data)
        return super()._notify_thread_by_sms(message, own, **kwargs)
