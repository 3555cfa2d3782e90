from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount

from ..models.collection_charge_end import COLLECTOR

# As many claims as the preview names; all of them are drafted.
PREVIEW_ROWS = 200


class CollectionChargeWizard(models.TransientModel):
    """Shows what is not charged yet, and drafts debit notes over it."""

    _name = "collection.charge.wizard"
    _description = "Draft Debit Notes"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    case_ids = fields.Many2many(
        "collection.case", string="Cases", help="Empty: all debtors of the company."
    )
    until = fields.Date(
        string="Interest Until",
        required=True,
        default=lambda self: (
            self.env["collection.action"]._get_today() - timedelta(days=1)
        ),
        help="Last day for which interest is charged; the next debit note goes on from "
        "the day after.",
    )
    minimum = fields.Monetary(
        string="Smallest Debit Note",
        currency_field="company_currency_id",
        compute="_compute_minimum",
        store=True,
        readonly=False,
        precompute=True,
        help="What comes to less for a debtor and a currency is left until it is more.",
    )
    line_ids = fields.One2many(
        "collection.charge.wizard.line",
        "wizard_id",
        compute="_compute_preview",
        store=True,
        precompute=True,
    )
    totals = fields.Char(compute="_compute_preview", store=True, precompute=True)
    left_out = fields.Char(compute="_compute_preview", store=True, precompute=True)
    problem = fields.Text(compute="_compute_preview", store=True, precompute=True)

    @api.depends("company_id")
    def _compute_minimum(self):
        for wizard in self:
            wizard.minimum = wizard.company_id.collection_charge_minimum

    @api.depends("company_id", "case_ids", "until", "minimum")
    def _compute_preview(self):
        for wizard in self:
            wizard.line_ids = [Command.clear()]
            wizard.totals = wizard.left_out = wizard.problem = False
            if not wizard.until:
                continue
            items, wizard.problem = wizard._get_items()
            wizard._show(
                items.env["collection.charge"]._plan_notes(
                    items, wizard.until, wizard.minimum
                )
                if items
                else []
            )

    def _get_items(self):
        """``(items, words)``: what can be charged, and who is left out, and why."""
        charges = self.env["collection.charge"]
        domain = [("partner_id", "in", self.case_ids.partner_id.ids)]
        items = charges._find_chargeable(
            self.company_id, self.until, domain if self.case_ids else None
        )
        return charges._leave_out_gaps(items, self.until)

    def _show(self, plans):
        wanted = [plan for plan in plans if plan.is_enough]
        rows = [row for plan in wanted for row in self._prepare_rows(plan)]
        self.line_ids = [Command.clear()] + [
            Command.create(row) for row in rows[:PREVIEW_ROWS]
        ]
        self.totals = self._describe(wanted)
        self.left_out = self._describe(plan for plan in plans if not plan.is_enough)

    def _prepare_rows(self, plan):
        names = (
            "partner_id",
            "name",
            "kind",
            "date_from",
            "date_until",
            "currency_id",
            "amount",
        )
        for vals in plan.new:
            yield {name: vals[name] for name in names}
        for charge in plan.known:
            vals = charge._read_format(names, load=None)[0]
            vals.pop("id")
            yield {**vals, "amount": charge.amount_net}

    def _describe(self, plans):
        """``EUR 40.00 for 2 debtors; …``, never two currencies in one sum."""
        sums, counts = {}, {}
        for plan in plans:
            sums[plan.currency] = sums.get(plan.currency, 0.0) + plan.total
            counts[plan.currency] = counts.get(plan.currency, 0) + 1
        return "; ".join(
            self.env._(
                "%(amount)s for %(count)s debtors",
                amount=format_amount(self.env, sums[currency], currency),
                count=counts[currency],
            )
            for currency in sums
        )

    def action_draft(self):
        self.ensure_one()
        if not (self.env.su or self.env.user.has_group(COLLECTOR)):
            raise AccessError(
                self.env._("Only collectors and managers may draft debit notes.")
            )
        self.company_id.check_access("read")
        if self.until >= self.env["collection.action"]._get_today():
            raise UserError(
                self.env._(
                    "Interest Until: choose a day before today. What is paid today is "
                    "not known yet."
                )
            )
        items, problem = self._get_items()
        moves = self.env["account.move"]
        if items:
            moves = self.env["collection.charge"]._charge(
                items, self.until, self.minimum
            )
        if not moves:
            raise UserError(
                problem
                or self.env._(
                    "There is nothing to charge: all of it was charged or waived, is "
                    "below the smallest debit note, or the settings claim none."
                )
            )
        action = moves._get_records_action(name=self.env._("Debit Notes"))
        if len(moves) > 1:
            action["view_mode"] = "list,form"
        return action


class CollectionChargeWizardLine(models.TransientModel):
    _name = "collection.charge.wizard.line"
    _description = "Claim to Be Drafted"
    _order = "id"

    wizard_id = fields.Many2one(
        "collection.charge.wizard", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", string="Debtor")
    name = fields.Char(string="Document")
    kind = fields.Selection(
        lambda self: (
            self.env["collection.charge"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
    )
    date_from = fields.Date(string="From")
    date_until = fields.Date(string="Until")
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary()


class CollectionChargeWaiveWizard(models.TransientModel):
    """Asks why; the charges do the rest."""

    _name = "collection.charge.waive.wizard"
    _description = "Waive Interest and Fees"

    charge_ids = fields.Many2many("collection.charge", required=True)
    count = fields.Integer(compute="_compute_totals")
    totals = fields.Char(compute="_compute_totals")
    has_posted = fields.Boolean(compute="_compute_totals")
    reason = fields.Char(
        required=True, help="For your colleagues; it is kept with the charges."
    )

    @api.depends("charge_ids")
    def _compute_totals(self):
        for wizard in self:
            charges = wizard.charge_ids
            sums = {
                currency: sum(own.mapped("amount_net"))
                for currency, own in charges.grouped("currency_id").items()
            }
            wizard.count = len(charges)
            wizard.has_posted = any(c.state in ("posted", "paid") for c in charges)
            wizard.totals = "; ".join(
                format_amount(self.env, amount, currency)
                for currency, amount in sums.items()
            )

    def action_waive(self):
        self.ensure_one()
        self.charge_ids._waive(self.reason)
        return {"type": "ir.actions.act_window_close"}
