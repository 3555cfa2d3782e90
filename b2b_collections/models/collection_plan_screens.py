from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount


class CollectionPlan(models.Model):
    """What the screens of a plan need beside its own fields."""

    _inherit = "collection.plan"

    collector_id = fields.Many2one(related="case_id.user_id", string="Collector")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    means_monthly = fields.Monetary(
        string="Means a Month", help="What the debtor can spare each month."
    )
    means_income = fields.Monetary(
        string="Income a Month", help="Turnover or income, as the debtor stated it."
    )
    means_note = fields.Text(
        string="Statement of Means", help="What the debtor said, and what proves it."
    )
    means_hint = fields.Char(compute="_compute_means_hint")
    missed_count = fields.Integer(
        compute="_compute_missed_count", string="Missed Instalments"
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["collection.case"].browse(values.get("case_id") or ())
        if case and "item_ids" in fields and not values.get("item_ids"):
            items = case._get_plannable_items()
            values["item_ids"] = [
                Command.create({"item_id": item.id}) for item in items
            ]
            values["currency_id"] = items.currency_id.id or case.currency_id.id
        return values

    @api.depends("means_monthly", "line_ids.amount", "line_ids.date")
    def _compute_means_hint(self):
        for plan in self:
            plan.means_hint = plan._describe_excess()

    def _describe_excess(self):
        """The dearest month, where it is more than the debtor has."""
        months = {}
        for line in self.line_ids.filtered("date"):
            month = line.date.replace(day=1)
            months[month] = months.get(month, 0.0) + line.amount
        most = max(months.values(), default=0.0)
        if not self.means_monthly or most <= self.means_monthly:
            return False
        return self.env._(
            "In one month %(amount)s falls due, but the debtor can spare %(means)s. "
            "More instalments, or a smaller first part, would be safer.",
            amount=format_amount(self.env, most, self.currency_id),
            means=format_amount(self.env, self.means_monthly, self.currency_id),
        )

    @api.depends("line_ids.state")
    def _compute_missed_count(self):
        for plan in self:
            missed = plan.line_ids.filtered(lambda line: line.state == "missed")
            plan.missed_count = len(missed)

    def action_refresh(self):
        """Take over what is open by now, as long as it is a draft."""
        self._check_may_make()
        self._check_draft()
        # What is open is read from the ledger and not the user's to enter.
        self.item_ids.sudo()._refresh()

    def action_compare(self):
        """Put alternatives side by side."""
        self.ensure_one()
        self._check_may_make()
        self._check_draft()
        compare = self.env["collection.plan.compare"].create({"plan_id": self.id})
        return compare._action_open()

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def action_view_lines(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_plan_line_action"
        )
        action["domain"] = [("plan_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_open_previous(self):
        return self.previous_id._action_open()

    def action_open_next(self):
        return self.next_id._action_open()


class CollectionCase(models.Model):
    _inherit = "collection.case"

    def _get_plannable_items(self):
        """Open items that fit into one plan, in the currency of most of them."""
        self.ensure_one()
        Item = self.env["collection.item"]
        taken = self.env["collection.plan.item"].search(
            Domain("item_id.case_id", "=", self.id) & Domain("is_live", "=", True)
        )
        disputed = self.env["collection.hold"].search(
            Domain("case_id", "=", self.id)
            & Domain("reason_id.code", "=", "dispute")
            & Domain("state", "in", ("planned", "active"))
        )
        items = Item.search(
            Domain("case_id", "=", self.id)
            & Domain("state", "=", "open")
            & Domain("id", "not in", (taken.item_id | disputed.item_id).ids)
        ).filtered(lambda item: not item.move_line_id.reconciled)
        groups = items.grouped("currency_id").values()
        return max(groups, key=len, default=items)
