from odoo import Command, api, fields, models
from odoo.tools import format_amount, format_date

from ..core import reasons
from ..core.holds import ONE_DAY

# As many items as the preview names; it is a look ahead, not a report.
PREVIEW_ROWS = 12


class CollectionHoldWizard(models.TransientModel):
    """Collects what to hold, until when and why; the case does it."""

    _name = "collection.hold.wizard"
    _description = "Put Dunning on Hold"

    case_ids = fields.Many2many("collection.case", required=True)
    case_count = fields.Integer(compute="_compute_counts")
    scope = fields.Selection(
        [
            ("case", "The whole case, with what is still to come"),
            ("items", "Chosen items"),
        ],
        string="What",
        required=True,
        default="case",
    )
    item_ids = fields.Many2many(
        "collection.item",
        string="Items",
        domain="[('case_id', 'in', case_ids), ('state', '=', 'open')]",
    )
    item_count = fields.Integer(compute="_compute_counts")
    currency_id = fields.Many2one("res.currency", compute="_compute_counts")
    amount_open = fields.Monetary(string="Open", compute="_compute_counts")
    is_partial = fields.Boolean(
        string="Only a Part of It", help="The rest of the item goes on being chased."
    )
    amount = fields.Monetary(string="Amount on Hold")
    reason_id = fields.Many2one(
        "collection.hold.reason", required=True, domain=[("is_system", "=", False)]
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    date_until = fields.Date(
        string="Review Date",
        required=True,
        compute="_compute_date_until",
        store=True,
        readonly=False,
        precompute=True,
        help="Last day of the hold. You get a task on that day; on the day after it "
        "dunning goes on.",
    )
    note = fields.Text(help="For your colleagues; debtors never see it.")
    running = fields.Text(compute="_compute_running", string="Already on Hold")
    preview = fields.Json(compute="_compute_preview", string="After the Hold")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        model = self.env.context.get("active_model")
        ids = self.env.context.get("active_ids", [])
        if model == "collection.case":
            values.setdefault("case_ids", [Command.set(ids)])
        elif model in ("collection.item", "account.move"):
            items = self.env[model].browse(ids)
            if model == "account.move":
                items = items.collection_item_ids
            items = items.filtered(lambda item: item.state == "open")
            values.update(
                scope="items",
                item_ids=[Command.set(items.ids)],
                case_ids=[Command.set(items.case_id.ids)],
            )
        return values

    @api.depends("case_ids", "item_ids", "scope")
    def _compute_counts(self):
        for wizard in self:
            items = wizard.item_ids if wizard.scope == "items" else wizard.item_ids[:0]
            wizard.case_count = len(wizard.case_ids)
            wizard.item_count = len(items)
            one = items if len(items) == 1 else items[:0]
            wizard.currency_id = one.currency_id
            wizard.amount_open = one.amount_residual

    @api.depends("reason_id", "date_from")
    def _compute_date_until(self):
        today = self.env["collection.action"]._get_today()
        for wizard in self:
            start = max(wizard.date_from or today, today)
            days = wizard.reason_id.default_days or 14
            wizard.date_until = fields.Date.add(start, days=days)

    @api.depends("case_ids", "item_ids", "scope")
    def _compute_running(self):
        for wizard in self:
            holds = wizard.case_ids._origin.hold_ids.filtered(
                lambda hold: hold.state in ("planned", "active")
            )
            if wizard.scope == "items":
                chosen = wizard.item_ids._origin
                holds = holds.filtered(
                    lambda hold, chosen=chosen: (
                        not hold.item_id or hold.item_id in chosen
                    )
                )
            wizard.running = "\n".join(
                wizard.env._(
                    "%(hold)s, until %(date)s",
                    hold=hold.display_name,
                    date=format_date(wizard.env, hold.date_until)
                    if hold.date_until
                    else wizard.env._("it is released"),
                )
                for hold in holds
            )

    @api.depends(
        "case_ids",
        "item_ids",
        "scope",
        "date_from",
        "date_until",
        "is_partial",
        "amount",
    )
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = wizard._get_preview()

    def _get_items(self):
        if self.scope == "items":
            return self.item_ids._origin
        return self.case_ids._origin.open_item_ids

    def _get_preview(self):
        """``{rows, more}`` for the screen; nothing while the dates make no sense."""
        start, until = self.date_from, self.date_until
        if not start or not until or until < start:
            return {"rows": [], "more": 0}
        items = self._get_items().sorted(lambda item: (item.date_due, item.id))
        is_part = self.is_partial and self.item_count == 1 and self.amount > 0
        amount = self.amount if is_part else None
        rows = items[:PREVIEW_ROWS]._preview_return(start, until, amount)
        return {
            "rows": [
                {
                    "id": item.id,
                    "name": item.name,
                    "open": format_amount(
                        self.env, item.amount_residual, item.currency_id
                    ),
                    "next": self._describe_return(item, free, decision),
                }
                for item, free, decision in rows
            ],
            "more": max(0, len(items) - PREVIEW_ROWS),
        }

    def _describe_return(self, item, free, decision):
        _ = self.env._
        if free is None:
            return _("stays on hold: another hold has no end")
        if decision is None:
            return _("free from %(date)s; no policy fits", date=self._say(free))
        level = self.env["collection.level"].browse(decision.level_id or ())
        if decision.code == reasons.TOP:
            text = _(
                "free from %(date)s; the last level (%(level)s) has been reached",
                date=self._say(free),
                level=level.short_name,
            )
        elif decision.verdict == "none":
            text = _("free from %(date)s; nothing follows", date=self._say(free))
        else:
            day = free if decision.verdict == "chase" else decision.until
            text = _(
                "%(level)s from %(date)s", level=level.short_name, date=self._say(day)
            )
        if free <= max(self.date_from, self.env["collection.action"]._get_today()):
            text = _(
                "the rest: %(next)s; the part on hold joins it from %(date)s",
                next=text,
                date=self._say(self.date_until + ONE_DAY),
            )
        return text

    def _say(self, day):
        return format_date(self.env, day)

    def action_hold(self):
        self.ensure_one()
        is_items = self.scope == "items"
        self.case_ids._hold(
            self.reason_id,
            self.date_until,
            items=self.item_ids if is_items else None,
            amount=self.amount if is_items and self.is_partial else None,
            start=self.date_from,
            note=self.note,
        )
        return {"type": "ir.actions.act_window_close"}
