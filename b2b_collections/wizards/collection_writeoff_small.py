from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CollectionWriteoffSmall(models.TransientModel):
    """Write off small balances by rule: what fits, and what does not, and why."""

    _name = "collection.writeoff.small"
    _description = "Write Off Small Balances"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    days = fields.Integer(
        string="Days Overdue", default=90, required=True, help="At least so many."
    )
    reason_id = fields.Many2one(
        "collection.writeoff.reason",
        required=True,
        default=lambda self: self._default_reason_id(),
    )
    limit_ids = fields.One2many("collection.writeoff.small.limit", "wizard_id")
    line_ids = fields.One2many("collection.writeoff.small.line", "wizard_id")
    has_looked = fields.Boolean()
    fit_count = fields.Integer(compute="_compute_fit_count")
    bar_count = fields.Integer(compute="_compute_fit_count")

    @api.model
    def _default_reason_id(self):
        return self.env["collection.writeoff.reason"].search(
            [
                ("is_small", "=", True),
                ("company_id", "in", [False, self.env.company.id]),
            ],
            limit=1,
        )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        company = self.env.company
        groups = self.env["collection.item"]._read_group(
            [("company_id", "=", company.id), ("state", "=", "open")], ["currency_id"]
        )
        values["limit_ids"] = [
            Command.create(company._prepare_small_limit(currency))
            for (currency,) in groups
        ]
        return values

    @api.depends("line_ids.is_chosen", "line_ids.why_not")
    def _compute_fit_count(self):
        for wizard in self:
            chosen = wizard.line_ids.filtered("is_chosen")
            wizard.fit_count = len(chosen)
            wizard.bar_count = len(wizard.line_ids.filtered("why_not"))

    def action_find(self):
        """Look again, and show all that is small."""
        self.ensure_one()
        limits = {limit.currency_id: limit.amount for limit in self.limit_ids}
        if not any(limit > 0 for limit in limits.values()):
            raise UserError(
                self.env._("Limits: say for a currency up to what a balance is small.")
            )
        found = self.env["collection.item"]._find_small(
            self.company_id, limits, self.days
        )
        self.write(
            {
                "has_looked": True,
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "item_id": item.id,
                                "why_not": why_not,
                                "is_chosen": not why_not,
                            }
                        )
                        for item, why_not in found
                    ),
                ],
            }
        )
        return self._action_open()

    def action_propose(self):
        """One draft for each case and currency, to be submitted together."""
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Choose at least one balance that fits."))
        barred = chosen.filtered("why_not")
        if barred:
            raise UserError(
                self.env._(
                    "%(item)s cannot be written off: %(why)s",
                    item=barred[0].item_id.name,
                    why=barred[0].why_not,
                )
            )
        groups = chosen.item_id.grouped(lambda item: (item.case_id, item.currency_id))
        writeoffs = self.env["collection.writeoff"].create(
            [
                {
                    "case_id": case.id,
                    "currency_id": currency.id,
                    "reason_id": self.reason_id.id,
                    "tax_relief": self.company_id.collection_writeoff_relief,
                    "line_ids": [
                        Command.create({"item_id": item.id}) for item in items
                    ],
                }
                for (case, currency), items in groups.items()
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_writeoff_action"
        )
        return action | {"domain": [("id", "in", writeoffs.ids)], "context": {}}

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write Off Small Balances"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class CollectionWriteoffSmallLimit(models.TransientModel):
    _name = "collection.writeoff.small.limit"
    _description = "Up to What a Balance Is Small"

    wizard_id = fields.Many2one(
        "collection.writeoff.small", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one("res.currency", required=True, ondelete="cascade")
    amount = fields.Monetary(string="Up To", help="0: leave this currency out.")


class CollectionWriteoffSmallLine(models.TransientModel):
    _name = "collection.writeoff.small.line"
    _description = "Small Balance"

    wizard_id = fields.Many2one(
        "collection.writeoff.small", required=True, ondelete="cascade"
    )
    item_id = fields.Many2one("collection.item", required=True, ondelete="cascade")
    is_chosen = fields.Boolean(string="Write Off")
    partner_id = fields.Many2one(related="item_id.partner_id")
    currency_id = fields.Many2one(related="item_id.currency_id")
    date_due = fields.Date(related="item_id.date_due")
    amount_residual = fields.Monetary(related="item_id.amount_residual", string="Open")
    why_not = fields.Char(readonly=True)
