from odoo import models
from odoo.tools import is_html_empty

from ..core import linter
from ..reports.formatting import Formatter

# How long what is filled in usually is, for the length of a text message.
USUAL_LENGTHS = {
    "debtor": 25,
    "contact": 20,
    "total": 18,
    "item_count": 2,
    "oldest_days": 3,
    "date": 16,
    "deadline": 16,
    "number": 13,
    "level": 20,
}


class ResCompany(models.Model):
    """What the check of texts has to know of the company that sends them."""

    _inherit = "res.company"

    def _get_message_parts(self):
        """Parts of a message that the layouts can show for this company."""
        self.ensure_one()
        parts = {linter.AMOUNT, linter.DUE, linter.OBJECTION}
        if self.partner_id.bank_ids or not is_html_empty(self.collection_payment_text):
            parts.add(linter.PAYMENT)
        return frozenset(parts)

    def _get_sample_placeholders(self):
        """``(placeholders that stay empty, ((placeholder, characters), ...))``.

        Those of the collector are judged by the default collector, for want of a case.
        """
        self.ensure_one()
        collector = self.collection_default_user_id
        formatter = Formatter(self.env, self.env.lang or "en_US")
        values = self._get_contact_placeholders(formatter, collector)
        empty = {
            name
            for name, value in values.items()
            if not value and (collector or not name.startswith("collector"))
        }
        lengths = USUAL_LENGTHS | {name: len(value) for name, value in values.items()}
        return frozenset(empty), tuple(sorted(lengths.items()))
