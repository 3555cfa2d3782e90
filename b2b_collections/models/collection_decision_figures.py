from decimal import Decimal

from odoo import models
from odoo.fields import Domain

from ..core import ageing, recovery
from ..core.decide import exact
from ..reports.formatting import total

PERCENT = Decimal(100)


class CollectionDecisionSheet(models.Model):
    """What a sheet reads: open debt from the ledger, rates from its history."""

    _inherit = "collection.decision.sheet"

    def _load_figures(self):
        """Open items by currency and age, as of today, each with its history."""
        today = self.env["collection.action"]._get_today()
        groups = self.env["collection.recovery"]._load_groups(
            self.company_id, today, self.horizon
        )
        self.date = today
        self.line_ids.unlink()
        self.env["collection.decision.line"].create(
            [
                self._prepare_line(currency, bucket, amounts, groups, today)
                for (currency, bucket), amounts in self._get_open(today).items()
            ]
        )
        # What matters have cost is for whoever may read the case.
        self.sunk = sum(self.case_id.matter_ids.mapped("cost_company"))

    def _get_open(self, today):
        """``{(currency, Bucket): open amounts}``, from the journal items."""
        edges = ageing.parse_days(self.company_id.collection_bucket_days)
        # What is not due yet is as old as what has just fallen due.
        buckets = ageing.buckets(edges)[1:]
        items = self.env["collection.item"].search(
            Domain("case_id", "=", self.case_id.id) & Domain("state", "=", "open")
        )
        found = {}
        for item in items:
            amount = item.move_line_id.amount_residual_currency
            if item.currency_id.compare_amounts(amount, 0) <= 0:
                continue
            age = max((today - item.date_due).days, buckets[0].low)
            bucket = next(one for one in buckets if one.holds(age))
            found.setdefault((item.currency_id, bucket), []).append(amount)
        return found

    def _prepare_line(self, currency, bucket, amounts, groups, today):
        company, own = self.company_id, self.company_currency_id
        amount = float(total(amounts, currency))
        rate = self.env["res.currency"]._get_conversion_rate(
            currency, own, company, today
        )
        in_company = currency._convert(amount, own, company, today)
        # Each debt is compared with debts of its size, not of their sum.
        typical = exact(in_company) / len(amounts)
        key = (bucket.key, recovery.band(typical), self.partner_id.country_id.id)
        return {
            "sheet_id": self.id,
            "currency_id": currency.id,
            "bucket_key": bucket.key,
            "bucket": self.env["collection.ageing"]._get_bucket_label(bucket),
            "item_count": len(amounts),
            "amount": amount,
            "exchange_rate": rate,
            "amount_company": in_company,
            **self._prepare_history(recovery.estimate(groups, key, self.minimum)),
        }

    def _prepare_history(self, found):
        company = self.company_id
        if not found:
            return {
                "recovery": company.collection_decision_recovery,
                "recovery_low": 0,
                "recovery_high": 100,
                "days": company.collection_decision_days_go_on,
                "count": 0,
                "level": "none",
            }
        days = found.days
        return {
            "recovery": float(found.rate * PERCENT),
            "recovery_low": float(found.low * PERCENT),
            "recovery_high": float(found.high * PERCENT),
            "days": company.collection_decision_days_go_on
            if days is None
            else round(days),
            "count": found.count,
            "level": found.level,
        }

    def _estimate_suit(self):
        """A suit costs a fixed sum and a share of the debt; a running matter what it
        was estimated to cost and has not cost yet.
        """
        running = self.case_id.matter_ids.filtered(
            lambda matter: (
                matter.nature == "court" and matter.state not in ("closed", "cancelled")
            )
        )
        if running:
            self.cost_sue = sum(running.mapped("cost_to_come"))
            return
        company = self.company_id
        share = company.collection_decision_cost_share / 100
        debt = sum(self.line_ids.mapped("amount_company"))
        self.cost_sue = self.company_currency_id.round(
            company.collection_decision_cost_sue + debt * share
        )
