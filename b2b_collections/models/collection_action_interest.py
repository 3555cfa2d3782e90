from odoo import fields, models

from ..reports.formatting import total
from .collection_item_interest import Claim

NO_CLAIM = Claim()


class CollectionAction(models.Model):
    """Late interest that a message names is frozen with it."""

    _inherit = "collection.action"

    def _prepare_item_lines(self, run, plan):
        lines = super()._prepare_item_lines(run, plan)
        level = self.env["collection.level"].browse(plan.level_id or ())
        if not level.shows_interest:
            return lines
        items = self.env["collection.item"].browse(plan.listed)
        claims = items._get_claims(run.date)
        for line in lines:
            claim = claims.get(line["item_id"], NO_CLAIM)
            line["amount_interest"] = float(claim.interest)
            line["amount_fixed"] = float(claim.fixed)
        return lines


class CollectionActionLine(models.Model):
    _inherit = "collection.action.line"

    amount_interest = fields.Monetary(
        string="Late Interest", help="Up to the date of the message."
    )
    amount_fixed = fields.Monetary(
        string="Compensation", help="Fixed sum for late payment."
    )

    def _prepare_section(self, formatter, currency, netting):
        section = super()._prepare_section(formatter, currency, netting)
        items = self.filtered(lambda line: line.kind == "item")
        interest = total(items.mapped("amount_interest"), currency)
        fixed = total(items.mapped("amount_fixed"), currency)
        if interest or fixed:
            section.interest = formatter.money(interest, currency) if interest else ""
            section.fixed = formatter.money(fixed, currency) if fixed else ""
            due = total(items.mapped("amount_residual"), currency)
            due -= total(items.mapped("amount_held"), currency)
            if section.is_net:
                due += total((self - items).mapped("amount_residual"), currency)
            section.claimed = formatter.money(max(due, 0) + interest + fixed, currency)
        return section
