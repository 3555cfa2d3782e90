from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import is_html_empty

from .placeholder_check import check_placeholders


class Bank(NamedTuple):
    """An account to pay to, as documents print it."""

    bank: str
    number: str
    holder: str
    bic: str
    currency: str


class ResCompany(models.Model):
    """What letters and mails say about the company, beside its address."""

    _inherit = "res.company"

    collection_objection_text = fields.Html(
        string="How to Object",
        translate=True,
        help="Printed on every message from the second level on: how a debtor objects "
        "or complains, to whom, and by when an answer comes. Empty: a standard text. "
        "The placeholders of levels can be used.",
    )
    collection_payment_text = fields.Html(
        string="How to Pay",
        translate=True,
        help="Printed below the bank accounts. Empty: the request to quote the payment "
        "reference. The placeholders of levels can be used.",
    )
    collection_signatory_id = fields.Many2one(
        "res.users",
        string="Letters Are Signed By",
        help="Empty: by the collector of the case.",
    )

    @api.constrains("collection_objection_text", "collection_payment_text")
    def _check_collection_texts(self):
        for company in self:
            check_placeholders(
                company, ("collection_objection_text", "collection_payment_text")
            )

    def _get_collection_objection_text(self):
        """HTML with placeholders, in the language of the environment."""
        self.ensure_one()
        if not is_html_empty(self.collection_objection_text):
            return self.collection_objection_text
        return Markup("<p>%s</p>") % self.env._(
            "If you do not agree with an amount, or wish to complain about the way we "
            "have dealt with you, please tell us: {complaints}. State the document and "
            "your reasons. We examine every objection and complaint, and answer in "
            "writing within {answer_days} working days."
        )

    def _get_collection_payment_text(self):
        """HTML with placeholders, in the language of the environment."""
        self.ensure_one()
        if not is_html_empty(self.collection_payment_text):
            return self.collection_payment_text
        return Markup("<p>%s</p>") % self.env._(
            "Please quote the payment reference, so that we can match your payment "
            "at once. If you have paid in the last few days, please disregard this "
            "message and accept our thanks."
        )

    def _get_contact_placeholders(self, formatter, collector):
        """Placeholders that say who writes; see :mod:`..core.placeholders`."""
        self.ensure_one()
        reach = [
            collector.email or self.email,
            formatter.unbroken(collector.phone or self.phone),
        ]
        contact_us = formatter.join(filter(None, reach), "or") or self.name
        return {
            "company": self.name,
            "company_phone": formatter.unbroken(self.phone),
            "company_email": self.email or "",
            "collector": collector.name or "",
            "collector_phone": formatter.unbroken(collector.phone),
            "collector_email": collector.email or "",
            "contact_us": contact_us,
            **self._get_complaint_placeholders(formatter, contact_us),
        }

    def _get_collection_banks(self, currencies):
        """Accounts of the company that take one of these currencies.

        Accounts without a currency take all. When none fits, all are named: better
        than a letter that does not say where to pay.
        """
        self.ensure_one()
        accounts = self.partner_id.bank_ids
        fitting = accounts.filtered(
            lambda bank: not bank.currency_id or bank.currency_id in currencies
        )
        return [
            Bank(
                bank=account.bank_id.name or "",
                number=account.acc_number,
                holder=account.acc_holder_name or self.partner_id.name,
                bic=account.bank_id.bic or "",
                currency=account.currency_id.name or "",
            )
            for account in fitting or accounts
        ]
