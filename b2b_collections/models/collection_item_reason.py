from odoo import api, models
from odoo.tools import format_date

from ..core import reasons


class CollectionItem(models.Model):
    """The words for the codes of the core."""

    _inherit = "collection.item"

    @api.depends(
        "reason_code",
        "reason_detail",
        "next_level_id",
        "next_date",
        "level_id",
        "date_closed",
    )
    @api.depends_context("lang")
    def _compute_reason(self):
        for item in self:
            item.reason = item._describe_reason(
                item.reason_code,
                level=item.next_level_id,
                until=item.next_date,
                detail=item.reason_detail,
                contact=item.contact_id,
                last_level=item.level_id,
                gap=item.case_id.policy_id.min_gap_days,
                last_message=item.case_id.last_message_date,
            )

    @api.model
    def _describe_reason(self, code, level=None, until=None, detail=None, **facts):
        """Say a reason in words, in the language of the reader.

        :param facts: contact, last_level, gap, last_message where known
        """
        words = self._get_reason_words().get(code)
        if not words:
            return code or ""
        if code == reasons.ON_HOLD:
            names = self.env["collection.hold.reason"]._get_names()
            detail = names.get(detail, detail)
            if not until:
                words = self.env._("on hold until it is released: %(detail)s")
        contact, last_level = facts.get("contact"), facts.get("last_level")
        last_message = facts.get("last_message")
        return words % {
            "level": (level and level.short_name) or self.env._("the next level"),
            "last": (last_level and last_level.short_name) or "",
            "date": format_date(self.env, until) if until else "",
            "detail": detail or "",
            "contact": (contact and contact.display_name) or "",
            "gap": facts.get("gap") or 0,
            "last_message": format_date(self.env, last_message) if last_message else "",
        }

    @api.model
    def _get_reason_words(self):
        _ = self.env._
        return {
            reasons.DUE: _("%(level)s is due"),
            reasons.WAIT_LEVEL: _("waits for %(level)s, until %(date)s"),
            reasons.WAIT_GAP: _(
                "waits for %(last)s + %(gap)s days, until %(date)s; then %(level)s"
            ),
            reasons.WAIT_CONTACT: _(
                "was written to on %(last_message)s; next message from %(date)s"
            ),
            reasons.WAIT_HELD: _(
                "was on hold; waits %(gap)s days from its end, until %(date)s; then "
                "%(level)s"
            ),
            reasons.ON_HOLD: _("on hold until %(date)s: %(detail)s"),
            reasons.WAIT_PAYMENT: _(
                "has paid something since the last message; next contact from %(date)s"
            ),
            reasons.WAIT_PROMISE: _("has promised to pay; next contact from %(date)s"),
            reasons.WAIT_REPLY: _("has answered; next contact from %(date)s"),
            reasons.CAP: _("limit of contacts reached; next contact from %(date)s"),
            reasons.HOURS: _("outside the contact hours of %(contact)s"),
            reasons.LAW_HOURS: _("outside the hours that the law allows"),
            reasons.DO_NOT_CONTACT: _("%(contact)s is not to be contacted"),
            reasons.INSOLVENT: _("insolvent: all contact stops, file the claim"),
            reasons.NO_CONSENT: _("%(contact)s has not agreed to this channel"),
            reasons.TOP: _("last level (%(level)s) since %(date)s: decide what next"),
            reasons.QUEUED: _("%(level)s is prepared and has not left yet"),
            reasons.TO_APPROVE: _("%(level)s waits for approval"),
            reasons.WORDING: _(
                "the texts of %(level)s wait for a manager's confirmation"
            ),
            reasons.VALIDATION: _(
                "%(level)s waits for the evidence of the validation checklist"
            ),
            reasons.REFUSED: _("approval refused: %(detail)s; again from %(date)s"),
            reasons.REACHED: _("%(last)s went out; the next run says what follows"),
            reasons.FAILED: _(
                "%(level)s did not reach the debtor; the next run decides again"
            ),
            reasons.NO_FOLLOWUP: _("marked 'No Follow-Up' in accounting"),
            reasons.BLOCKED: _("payment is blocked in accounting"),
            reasons.IN_PAYMENT: _("payment is on its way to the bank account"),
            reasons.ONLINE_PENDING: _("online payment is pending"),
            reasons.CHARGE: _("interest and fees are shown, but not chased"),
            reasons.COVERED: _("paid on account covers it"),
            reasons.DEBTOR_CREDIT: _("debtor is in credit"),
            reasons.BELOW_ITEM: _("open amount is below the smallest item to chase"),
            reasons.BELOW_TOTAL: _("total due is below the smallest total to chase"),
            reasons.NO_POLICY: _("no policy fits this debtor"),
            reasons.NO_LEVELS: _("the policy has no levels"),
            reasons.NO_EMAIL: _("no e-mail address for %(contact)s"),
            reasons.EMAIL_FAILED: _("mail to %(detail)s failed: correct the address"),
            reasons.OPTED_OUT: _(
                "%(contact)s has declined this channel or is on the blacklist"
            ),
            reasons.NO_ADDRESS: _("no postal address for %(contact)s"),
            reasons.NO_PHONE: _("no phone number for %(contact)s"),
            reasons.ADDRESS_FAILED: _(
                "a letter to %(contact)s came back: correct the address"
            ),
            reasons.PHONE_FAILED: _(
                "the phone number of %(contact)s is wrong: correct it"
            ),
            reasons.PAID: _("paid"),
            reasons.CANCELLED: _("cancelled or reversed"),
            reasons.WRITTEN_OFF: _("written off"),
        }
