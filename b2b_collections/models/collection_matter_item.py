from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount


class CollectionMatterItem(models.Model):
    """What is claimed of an item: principal, interest and fixed compensation."""

    _name = "collection.matter.item"
    _description = "Item of a Legal Matter"
    _inherit = ["collection.matter.part"]
    _order = "currency_id, date_due, id"
    _results = frozenset({"hold_id", "interest_missing", "company_id"})

    item_id = fields.Many2one(
        "collection.item", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(
        related="item_id.currency_id", store=True, precompute=True
    )
    company_currency_id = fields.Many2one(related="item_id.company_currency_id")
    date_invoice = fields.Date(related="item_id.date_invoice")
    date_due = fields.Date(related="item_id.date_due", store=True, precompute=True)
    amount = fields.Monetary(
        string="Principal", help="Of what is open; empty: all of it."
    )
    amount_interest = fields.Monetary(string="Interest")
    amount_fixed = fields.Monetary(string="Compensation")
    amount_total = fields.Monetary(
        string="Claimed", compute="_compute_amount_total", store=True
    )
    amount_company = fields.Monetary(
        string="Claimed (Company)",
        currency_field="company_currency_id",
        compute="_compute_amount_company",
        store=True,
        help="At the rate of the day of filing; before that, of today.",
    )
    amount_open = fields.Monetary(
        related="item_id.amount_residual", string="Open by Now"
    )
    interest_missing = fields.Char(readonly=True, string="Interest Not Known")
    hold_id = fields.Many2one("collection.hold", readonly=True, ondelete="set null")

    _item_once = models.UniqueIndex(
        "(matter_id, item_id)", "Items: one of them is listed twice. Remove one."
    )
    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND amount_interest >= 0 AND amount_fixed >= 0)",
        "Amounts of a claim cannot be negative.",
    )

    @api.depends("amount", "amount_interest", "amount_fixed")
    def _compute_amount_total(self):
        for part in self:
            part.amount_total = part.currency_id.round(
                part.amount + part.amount_interest + part.amount_fixed
            )

    @api.depends("amount_total", "matter_id.date_filed")
    def _compute_amount_company(self):
        today = self.env["collection.action"]._get_today()
        for part in self:
            company = part.item_id.company_id
            part.amount_company = part.currency_id._convert(
                part.amount_total,
                company.currency_id,
                company,
                part.matter_id.date_filed or today,
            )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        given = {True: self.browse(), False: self.browse()}
        for part, vals in zip(parts, vals_list, strict=True):
            if not vals.get("amount_interest"):
                given[bool(vals.get("amount"))] |= part
        for keeps_amount, found in given.items():
            # Read from the ledger, not entered; the rights were checked above.
            found.sudo()._refresh(keeps_amount)
        return parts

    @api.onchange("item_id")
    def _onchange_item_id(self):
        self.amount = self.item_id.move_line_id.amount_residual_currency

    @api.constrains("item_id", "matter_id")
    def _check_item(self):
        for part in self:
            if part.item_id.company_id != part.matter_id.company_id:
                raise ValidationError(
                    self.env._(
                        "Item: %(item)s belongs to another company than the matter.",
                        item=part.item_id.name,
                    )
                )
            if part.item_id.partner_id != part.matter_id.partner_id:
                raise ValidationError(
                    self.env._(
                        "Item: %(item)s is owed by %(other)s and not by %(debtor)s. "
                        "Leave it out.",
                        item=part.item_id.name,
                        other=part.item_id.partner_id.name,
                        debtor=part.matter_id.partner_id.name,
                    )
                )

    @api.constrains("amount", "item_id")
    def _check_amount(self):
        # Once it is filed the claim stays what it was, whatever is paid.
        self.filtered(lambda part: part.matter_id._is_claim_open())._check_open()

    def _check_open(self):
        """Nobody claims more than what the ledger says is open."""
        for part in self:
            residual = part.item_id.move_line_id.amount_residual_currency
            if part.currency_id.compare_amounts(part.amount, max(residual, 0)) > 0:
                raise ValidationError(
                    self.env._(
                        "Principal: %(amount)s is claimed of %(item)s, of which "
                        "%(open)s is open. Enter at most that, or use Refresh "
                        "Amounts.",
                        amount=format_amount(self.env, part.amount, part.currency_id),
                        item=part.item_id.name,
                        open=format_amount(self.env, residual, part.currency_id),
                    )
                )

    def _refresh(self, keeps_amount=False):
        """Take over what is open by now, with interest up to the day of the matter.

        :param keeps_amount: only the interest
        """
        for matter, parts in self.grouped("matter_id").items():
            claims = parts.item_id._get_claims(matter._get_interest_day())
            for part in parts:
                vals = part._prepare_interest(claims.get(part.item_id.id))
                if not keeps_amount:
                    residual = part.item_id.move_line_id.amount_residual_currency
                    vals["amount"] = max(residual, 0.0)
                part.write(vals)

    def _prepare_interest(self, claim):
        """
        :param claim: see collection.item._get_claims; ``None``: it bears none
        """
        if not claim:
            return {"amount_interest": 0, "amount_fixed": 0, "interest_missing": False}
        missing = claim.missing and self.item_id._describe_missing(claim.missing)
        return {
            "amount_interest": float(claim.interest),
            "amount_fixed": float(claim.fixed),
            "interest_missing": missing or False,
        }

    def _check_may_change(self):
        """The claim is what was filed: its items do not change afterwards."""
        super()._check_may_change()
        if self.env.su:
            return
        for matter in self.matter_id:
            if not matter._is_claim_open():
                raise UserError(
                    self.env._(
                        "%(matter)s is filed: its claim is what was filed. Undo the "
                        "filing if it was a mistake, or file a further matter.",
                        matter=matter.name,
                    )
                )
