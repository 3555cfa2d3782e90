from odoo import models

from ..core.promise import OPEN
from ..reports.document import Table


class CollectionPromise(models.Model):
    """What is written to the debtor about his promise."""

    _inherit = "collection.promise"

    def _get_notice_placeholders(self):
        _ = self.env._
        return {
            "promised": _("Amount that was promised"),
            "promise_date": _("Day for which it was promised"),
            "last_day": _("Last day on which no reminder about it is sent"),
        }

    def _get_notice_values(self, formatter, notice):
        return {
            "promised": formatter.money(self.amount, self.currency_id),
            "promise_date": formatter.long_date(self.date_promised),
            "last_day": formatter.long_date(self.date_last),
        }

    def _get_notice_tables(self, formatter, notice):
        """Of which documents the amount is promised."""
        _ = self.with_context(lang=formatter.lang_code).env._
        currency = self.currency_id
        lines = self.line_ids.filtered("amount")
        return [
            Table(
                _("Your promise in %(currency)s", currency=currency.name),
                [
                    (_("Document"), False),
                    (_("Due"), False),
                    (_("Open"), True),
                    (_("Promised"), True),
                ],
                [
                    [
                        line.item_id.name,
                        formatter.date(line.item_id.date_due),
                        formatter.number(line.amount_open, currency),
                        formatter.number(line.amount, currency),
                    ]
                    for line in lines
                ],
                [_("Total"), "", "", formatter.number(self.amount, currency)],
            )
        ]

    def _get_notice_amount(self, notice):
        return self.amount_company

    def _is_notice_obsolete(self, action):
        """A confirmation that has not left yet, of what is not promised any more."""
        return self.state != OPEN

    def _cancel_notices(self, why):
        """Withdraw what has not left yet and no longer says what was agreed."""
        waiting_sudo = (
            # Follows from a change that was checked; nobody writes the journal.
            self.env["collection.action"]
            .sudo()
            .search(
                [
                    ("source_model", "=", self._name),
                    ("source_id", "in", self.ids),
                    ("state", "in", ("to_approve", "queued", "planned", "to_print")),
                ]
            )
        )
        waiting_sudo._cancel(why)
