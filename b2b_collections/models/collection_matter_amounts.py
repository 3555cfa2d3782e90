from odoo import api, fields, models
from odoo.tools import format_amount

from ..reports.formatting import total


class CollectionMatter(models.Model):
    """What is claimed and what it costs: per currency, never added up."""

    _inherit = "collection.matter"

    claim_words = fields.Char(
        string="Claimed", compute="_compute_claim_words", help="For each currency."
    )
    amount_claim_company = fields.Monetary(
        string="Claimed (Company)",
        currency_field="company_currency_id",
        compute="_compute_amount_claim_company",
        store=True,
        help="At the rate of the day of filing; before that, of the last change.",
    )
    costs_claimed = fields.Monetary(help="Costs that the debtor is to refund.")
    cost_ids = fields.One2many("collection.matter.cost", "matter_id", copy=False)
    cost_estimate = fields.Monetary(
        string="Estimated Costs",
        currency_field="company_currency_id",
        tracking=True,
        help="Of the whole matter, court, lawyer and enforcement.",
    )
    cost_company = fields.Monetary(
        string="Costs Booked",
        currency_field="company_currency_id",
        compute="_compute_costs",
        help="Posted bills, without deductible tax, in company currency as booked.",
    )
    cost_words = fields.Char(
        string="Booked by Currency", compute="_compute_costs", help="As billed."
    )
    cost_to_come = fields.Monetary(
        string="Costs to Come",
        currency_field="company_currency_id",
        compute="_compute_costs",
        help="Estimate less what is booked.",
    )
    cost_count = fields.Integer(compute="_compute_costs", string="Bills")
    cost_excess = fields.Monetary(
        currency_field="company_currency_id", compute="_compute_costs"
    )

    @api.depends("item_ids.amount_total", "costs_claimed", "currency_id")
    def _compute_claim_words(self):
        for matter in self:
            sums = matter._get_claimed()
            matter.claim_words = "; ".join(
                format_amount(self.env, float(amount), currency)
                for currency, amount in sums.items()
            )

    def _get_claimed(self):
        """``{currency: claimed}`` as decimals, that of the matter first."""
        self.ensure_one()
        groups = self.item_ids.grouped("currency_id")
        if self.costs_claimed:
            groups.setdefault(self.currency_id, self.item_ids.browse())
        order = sorted(groups, key=lambda one: (one != self.currency_id, one.name))
        return {
            currency: total(
                [
                    *groups[currency].mapped("amount_total"),
                    self.costs_claimed if currency == self.currency_id else 0.0,
                ],
                currency,
            )
            for currency in order
        }

    @api.depends("item_ids.amount_company", "costs_claimed", "date_filed")
    def _compute_amount_claim_company(self):
        today = self.env["collection.action"]._get_today()
        for matter in self:
            costs = matter.currency_id._convert(
                matter.costs_claimed,
                matter.company_currency_id,
                matter.company_id,
                matter.date_filed or today,
            )
            claimed = sum(matter.item_ids.mapped("amount_company"))
            matter.amount_claim_company = claimed + costs

    @api.depends("cost_ids.amount_company", "cost_estimate")
    def _compute_costs(self):
        for matter in self:
            costs, own = matter.cost_ids, matter.company_currency_id
            booked = total(costs.mapped("amount_company"), own)
            estimate = total([matter.cost_estimate], own)
            matter.cost_company = float(booked)
            matter.cost_to_come = float(max(estimate - booked, 0))
            matter.cost_excess = float(max(booked - estimate, 0)) if estimate else 0
            matter.cost_count = len(costs.move_id)
            matter.cost_words = "; ".join(
                format_amount(self.env, sum(group.mapped("amount")), currency)
                for currency, group in costs.grouped("currency_id").items()
            )

    def _get_interest_day(self):
        """Last day for which interest is claimed."""
        self.ensure_one()
        return (
            self.date_interest
            or self.date_opened
            or self.env["collection.action"]._get_today()
        )

    def action_refresh(self):
        """Take over what is open by now, with its interest, before it is filed."""
        self._check_may_work()
        for matter in self:
            if not matter._is_claim_open():
                matter._raise_state()
            matter.item_ids.filtered(
                lambda part: part.item_id.move_line_id.reconciled
            ).unlink()
            # Amounts are read from the ledger, not entered.
            matter.item_ids.sudo()._refresh()

    def action_view_bills(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_in_invoice_type"
        )
        action["domain"] = [("id", "in", self.cost_ids.move_id.ids)]
        action["context"] = {"default_move_type": "in_invoice", "create": False}
        return action

    def action_new_bill(self):
        """A draft bill of the lawyer, linked as a cost, to be filled in."""
        self.ensure_one()
        self._check_may_work()
        # With the user's own rights to make bills.
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.lawyer_id.id,
                "company_id": self.company_id.id,
                "invoice_origin": self.name,
            }
        )
        self.env["collection.matter.cost"].create(
            {"matter_id": self.id, "move_id": bill.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": bill.id,
            "views": [(False, "form")],
        }
