from odoo import api, fields, models

from ..core import reasons


class CollectionItem(models.Model):
    """Short names of the reasons, to filter and group by; `reason` has the words."""

    _inherit = "collection.item"

    reason_code = fields.Selection(
        selection="_get_reason_labels", string="Reason Group", readonly=True
    )

    @api.model
    def _get_reason_labels(self):
        _ = self.env._
        return [
            (reasons.DUE, _("Level is due")),
            (reasons.WAIT_LEVEL, _("Waits for the next level")),
            (reasons.WAIT_GAP, _("Waits for the days between levels")),
            (reasons.WAIT_CONTACT, _("Waits for the days between messages")),
            (reasons.WAIT_HELD, _("Waits after a hold")),
            (reasons.WAIT_PAYMENT, _("Has paid something")),
            (reasons.WAIT_PROMISE, _("Has promised to pay")),
            (reasons.WAIT_REPLY, _("Has answered")),
            (reasons.CAP, _("Limit of contacts")),
            (reasons.HOURS, _("Outside contact hours")),
            (reasons.LAW_HOURS, _("Outside legal hours")),
            (reasons.DO_NOT_CONTACT, _("Do not contact")),
            (reasons.INSOLVENT, _("Insolvent")),
            (reasons.NO_CONSENT, _("No consent")),
            (reasons.TOP, _("Last level reached")),
            (reasons.QUEUED, _("Message prepared, not left yet")),
            (reasons.TO_APPROVE, _("Waits for approval")),
            (reasons.WORDING, _("Texts to be confirmed")),
            (reasons.VALIDATION, _("Waits for evidence")),
            (reasons.REFUSED, _("Approval refused")),
            (reasons.FAILED, _("Message did not reach the debtor")),
            (reasons.REACHED, _("Message went out")),
            (reasons.NO_FOLLOWUP, _("Marked 'No Follow-Up'")),
            (reasons.BLOCKED, _("Payment blocked")),
            (reasons.IN_PAYMENT, _("Payment on its way")),
            (reasons.ONLINE_PENDING, _("Online payment pending")),
            (reasons.ON_HOLD, _("On hold")),
            (reasons.COVERED, _("Paid on account")),
            (reasons.CHARGE, _("Interest and fees, shown only")),
            (reasons.DEBTOR_CREDIT, _("Debtor in credit")),
            (reasons.BELOW_ITEM, _("Item too small")),
            (reasons.BELOW_TOTAL, _("Total too small")),
            (reasons.NO_POLICY, _("No policy fits")),
            (reasons.NO_LEVELS, _("Policy without levels")),
            (reasons.NO_EMAIL, _("No e-mail address")),
            (reasons.EMAIL_FAILED, _("E-mail address failed")),
            (reasons.OPTED_OUT, _("Channel declined")),
            (reasons.NO_ADDRESS, _("No postal address")),
            (reasons.NO_PHONE, _("No phone number")),
            (reasons.ADDRESS_FAILED, _("Letter came back")),
            (reasons.PHONE_FAILED, _("Wrong phone number")),
            (reasons.PAID, _("Paid")),
            (reasons.CANCELLED, _("Cancelled or reversed")),
            (reasons.WRITTEN_OFF, _("Written off")),
            (reasons.ERROR, _("Left out by an error")),
        ]
