from odoo import api, models
from odoo.fields import Date, Domain
from odoo.tools import format_amount, format_date

# Rows that one screen shows; the rest comes up when these are written off.
MOST = 500


class CollectionItem(models.Model):
    """Small balances, and which of them may be written off by rule."""

    _inherit = "collection.item"

    @api.model
    def _find_small(self, company, limits, days):
        """``[(item, why not)]``; an empty text where nothing speaks against it.

        In a fixed number of queries, however many there are.

        :param limits: ``{currency: amount}``, up to which a balance is small
        :param days: since the due date, at least
        """
        items = self.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "open")
            & Domain.OR(
                Domain("currency_id", "=", currency.id)
                & Domain("amount_residual", "<=", limit)
                for currency, limit in limits.items()
                if limit > 0
            ),
            limit=MOST,
            order="date_due, id",
        )
        today = self.env["collection.action"]._get_today()
        since = Date.subtract(today, days=days)
        bars = items._find_writeoff_bars()
        disputed = items._find_disputed()
        return [
            (item, bars.get(item) or item._why_not_small(since, item in disputed))
            for item in items
        ]

    def _why_not_small(self, since, is_disputed):
        _ = self.env._
        if not self._get_open_residual():
            return _("Nothing is open any more; the next run sees it.")
        if self.date_due > since:
            return _(
                "Due on %(date)s: not old enough.",
                date=format_date(self.env, self.date_due),
            )
        if is_disputed:
            return _("In dispute: a credit note may be due.")
        credit = self.case_id.amount_credit
        if credit > 0:
            return _(
                "The debtor has %(credit)s on account: match it first.",
                credit=format_amount(self.env, credit, self.company_currency_id),
            )
        return ""
