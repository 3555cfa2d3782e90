from odoo import api, fields, models
from odoo.tools import format_amount


class CollectionPromiseChoice(models.AbstractModel):
    """Amount, day and items of a promise that is being entered, and what that means.

    For wizards that have a ``case_id``.
    """

    _name = "collection.promise.choice"
    _description = "Promise Being Entered"

    case_id = fields.Many2one("collection.case", required=True, ondelete="cascade")
    promise_item_ids = fields.Many2many(
        "collection.item",
        string="Items Promised",
        domain="[('case_id', '=', case_id), ('state', '=', 'open')]",
    )
    promise_currency_id = fields.Many2one(
        "res.currency", compute="_compute_promise_facts"
    )
    promise_is_mixed = fields.Boolean(
        compute="_compute_promise_facts", help="Items in several currencies."
    )
    promise_open = fields.Monetary(
        string="Open",
        compute="_compute_promise_facts",
        currency_field="promise_currency_id",
        help="Open amount of the chosen items.",
    )
    promise_busy = fields.Monetary(
        string="On Hold or Promised",
        compute="_compute_promise_facts",
        currency_field="promise_currency_id",
        help="What of it rests already.",
    )
    promise_amount = fields.Monetary(
        string="Promised",
        compute="_compute_promise_amount",
        store=True,
        readonly=False,
        precompute=True,
        currency_field="promise_currency_id",
    )
    promise_rest = fields.Char(
        string="Stays Open",
        compute="_compute_promise_rest",
        help="Neither promised nor on hold: chased as before.",
    )
    promise_date = fields.Date(string="Promised For")
    promise_last = fields.Date(
        string="Dunning Rests Until",
        compute="_compute_promise_last",
        help="The promised day and the working days that are granted after it.",
    )

    @api.depends("promise_item_ids")
    def _compute_promise_facts(self):
        for wizard in self:
            items = wizard.promise_item_ids._origin
            wizard.promise_is_mixed = len(items.currency_id) > 1
            same = items[:0] if wizard.promise_is_mixed else items
            wizard.promise_currency_id = same.currency_id
            wizard.promise_open = sum(same.mapped("amount_residual"))
            free = sum(same._get_promisable().values())
            wizard.promise_busy = wizard.promise_open - free

    @api.depends("promise_item_ids")
    def _compute_promise_amount(self):
        for wizard in self:
            items = wizard.promise_item_ids._origin
            same = items[:0] if len(items.currency_id) > 1 else items
            free = sum(same._get_promisable().values())
            wizard.promise_amount = same.currency_id.round(free) if same else 0.0

    @api.depends("promise_amount", "promise_item_ids")
    def _compute_promise_rest(self):
        for wizard in self:
            currency = wizard.promise_currency_id
            free = wizard.promise_open - wizard.promise_busy
            wizard.promise_rest = currency and format_amount(
                wizard.env,
                max(0.0, currency.round(free - wizard.promise_amount)),
                currency,
            )

    @api.depends("promise_date", "case_id")
    def _compute_promise_last(self):
        for wizard in self:
            day = wizard.promise_date
            wizard.promise_last = day and wizard.case_id._get_promise_end(day)

    def _take_promise(self, **vals):
        """Let the case take what was entered; see ``collection.case._promise``."""
        self.ensure_one()
        return self.case_id._promise(
            self.promise_amount,
            self.promise_date,
            items=self.promise_item_ids,
            **vals,
        )
