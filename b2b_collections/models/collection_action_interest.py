from odoo import api, fields, models

from ..core.charges import FIXED, INTEREST
from ..reports.formatting import total
from .collection_item_interest import Claim

NO_CLAIM = Claim()
NOTHING = "none"


class CollectionAction(models.Model):
    """Interest, compensation and fees that a message names are frozen with it.

    Added to all new actions at once, so that the number of queries does not depend on
    how many debtors are written to.
    """

    _inherit = "collection.action"

    @api.model_create_multi
    def create(self, vals_list):
        self._add_claims(vals_list)
        return super().create(vals_list)

    @api.model
    def _add_claims(self, vals_list):
        lines = [
            (vals, line)
            for vals in vals_list
            for _command, _id, line in vals.get("line_ids", ())
            if line and line.get("item_id")
        ]
        items = self.env["collection.item"].browse(
            {line["item_id"] for _, line in lines}
        )
        items.fetch(["is_charge", "case_id", "company_id", "currency_id"])
        for _vals, line in lines:
            item = items.browse(line["item_id"])
            line["is_charge"] = item.is_charge
        Level = self.env["collection.level"]
        spoken = [
            (vals, line)
            for vals, line in lines
            if Level.browse(vals.get("level_id") or ()).shows_interest
        ]
        self._add_interest(spoken)
        self._add_fees(lines)

    def _add_interest(self, lines):
        """What is not on a debit note yet; waived claims are not made again."""
        by_day = {}
        for vals, line in lines:
            by_day.setdefault(vals["date"], []).append(line)
        for day, own in by_day.items():
            items = self.env["collection.item"].browse({ln["item_id"] for ln in own})
            claims = items._get_claims(fields.Date.to_date(day))
            uses = items._get_charge_uses()
            noted = self.env["collection.charge"]._load_noted(items)
            for line in own:
                key = line["item_id"]
                claim = claims.get(key, NO_CLAIM)
                for name, kind, amount in (
                    ("amount_interest", INTEREST, claim.interest),
                    ("amount_fixed", FIXED, claim.fixed),
                ):
                    left = max(0, amount - noted.get((key, kind), 0))
                    line[name] = 0 if uses[key][kind] == NOTHING else float(left)


class CollectionActionLine(models.Model):
    _inherit = "collection.action.line"

    amount_interest = fields.Monetary(
        string="Late Interest", help="Up to the date of the message."
    )
    amount_fixed = fields.Monetary(
        string="Compensation", help="Fixed sum for late payment."
    )
    amount_fee = fields.Monetary(
        string="Fee", help="Share of the fee of the level that this document bears."
    )
    is_charge = fields.Boolean(
        string="Interest and Fees",
        help="Debit note over interest, compensation or fees.",
    )

    def _prepare_section(self, formatter, currency, netting):
        section = super()._prepare_section(formatter, currency, netting)
        items = self.filtered(lambda line: line.kind == "item")
        interest = total(items.mapped("amount_interest"), currency)
        fixed = total(items.mapped("amount_fixed"), currency)
        fee = total(items.mapped("amount_fee"), currency)
        if interest or fixed or fee:
            section.interest = formatter.money(interest, currency) if interest else ""
            section.fixed = formatter.money(fixed, currency) if fixed else ""
            section.fee = formatter.money(fee, currency) if fee else ""
            due = total(items.mapped("amount_residual"), currency)
            due -= total(items.mapped("amount_held"), currency)
            if section.is_net:
                due += total((self - items).mapped("amount_residual"), currency)
            due = max(due, 0) + interest + fixed + fee
            section.claimed = formatter.money(due, currency)
        return section
