from odoo import api, fields, models

from ..core import placeholders
from .placeholder_check import check_placeholders

TEXTS = ("subject", "opening", "closing", "next_step", "sms_body", "call_guide")


class CollectionLevel(models.Model):
    """The words of a level, and what may stand in braces in them."""

    _inherit = "collection.level"

    payment_days = fields.Integer(
        string="Days to Pay",
        default=7,
        help="From the date of the message to the {deadline} that its text names.",
    )
    placeholder_help = fields.Html(compute="_compute_placeholder_help")

    _payment_days_positive = models.Constraint(
        "CHECK (payment_days >= 0)", "The days to pay cannot be negative."
    )

    def _compute_placeholder_help(self):
        self.placeholder_help = self._describe_placeholders()

    @api.model
    def _describe_placeholders(self):
        """The placeholders and their meaning, as a definition list in HTML."""
        return self.env["ir.qweb"]._render(
            "b2b_collections.placeholder_help",
            {"placeholders": self._get_placeholder_meanings().items()},
        )

    @api.model
    def _get_placeholder_meanings(self):
        _ = self.env._
        meanings = {
            "debtor": _("Name of the debtor"),
            "contact": _("Name of the recipient"),
            "total": _("What is to be paid, per currency"),
            "item_count": _("Number of items listed"),
            "oldest_days": _("Days overdue of the oldest item"),
            "date": _("Date of the message"),
            "deadline": _("Date of the message plus the days to pay"),
            "number": _("Number of the letter"),
            "level": _("Name of the level"),
            "company": _("Name of your company"),
            "company_phone": _("Phone of your company"),
            "company_email": _("E-mail address of your company"),
            "collector": _("Name of the collector"),
            "collector_phone": _("Phone of the collector"),
            "collector_email": _("E-mail address of the collector"),
            "contact_us": _(
                "E-mail address and phone of the collector, or of your company"
            ),
            "complaints": _("To whom a debtor complains, from the settings"),
            "answer_days": _("Working days in which a complaint is answered"),
        }
        return {name: meanings[name] for name in placeholders.NAMES}

    @api.constrains(*TEXTS)
    def _check_texts(self):
        for level in self:
            check_placeholders(level, TEXTS)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # Constraints do not look at what the translation dialog writes.
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name in TEXTS:
            for lang in translations:
                check_placeholders(self.with_context(lang=lang), [field_name])
        return result
