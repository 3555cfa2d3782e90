from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .collection_plan import IN_PREPARATION


class CollectionPlan(models.Model):
    """A plan in force is changed by a new version, which takes its place."""

    _inherit = "collection.plan"

    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "collection.plan",
        string="Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    next_ids = fields.One2many("collection.plan", "previous_id", string="New Versions")
    next_id = fields.Many2one(
        "collection.plan", compute="_compute_next_id", string="New Version"
    )

    # Of all states in collection_plan.IN_PREPARATION.
    _preparation_unique = models.UniqueIndex(
        """(previous_id) WHERE state IN
           ('draft', 'proposed', 'submitted', 'approved', 'signed')""",
        "A new version of this plan is in preparation already. Go on with that one.",
    )

    @api.depends("next_ids.state")
    def _compute_next_id(self):
        for plan in self:
            live = plan.next_ids.filtered(lambda one: one.state != "cancelled")
            plan.next_id = live[:1]

    def action_new_version(self):
        """Prepare another plan over what is still open; the present one goes on."""
        self.ensure_one()
        self._check_may_make()
        self._check_state("active")
        waiting = self.search(
            Domain("previous_id", "=", self.id) & Domain("state", "in", IN_PREPARATION)
        )
        return (waiting or self._make_version())._action_open()

    def _make_version(self):
        # The right to make plans for this case was checked by the caller.
        version_sudo = self.sudo().copy(self._prepare_version_vals())
        version_sudo.action_generate()
        return version_sudo.with_env(self.env)

    def _prepare_version_vals(self):
        rest = self.line_ids.filtered(lambda line: line.state != "paid")
        today = self.env["collection.action"]._get_today()
        ahead = [line.date for line in rest if line.date >= today]
        items = self._get_open_items()
        if not items:
            raise UserError(
                self.env._("%(plan)s: nothing of it is open any more.", plan=self.name)
            )
        base = self.name.split("/")[0]
        return {
            "name": f"{base}/{self.version + 1}",
            "version": self.version + 1,
            "previous_id": self.id,
            "user_id": self.env.uid,
            "item_ids": [Command.create({"item_id": item.id}) for item in items],
            "count": max(1, len(rest)),
            "date_start": today,
            "date_first": min(ahead, default=today),
            "down_payment": 0,
            "down_payment_date": False,
            # What was promised stays promised.
            "discount_type": "amount" if self.amount_discount else "none",
            "discount_value": self.amount_discount,
            "fee": self._get_open_charges(),
        }

    def _get_open_items(self):
        items = self.item_ids.item_id | self._get_debit_items()
        return items.filtered(
            lambda item: item.state == "open" and not item.move_line_id.reconciled
        )

    def _get_open_charges(self):
        """Fee and interest that no debit note claims yet and that are not paid."""
        if self.debit_move_id.state != "draft":
            return 0.0
        items = self.item_ids.item_id.move_line_id
        open_amount = sum(items.mapped("amount_residual_currency"))
        charges = self.amount_rest - (open_amount - self.amount_discount)
        return max(0.0, self.currency_id.round(charges))

    def _take_over(self):
        """End the version before, whose items are in this one now."""
        previous = self.previous_id
        previous._check_state("active")
        today = self.env["collection.action"]._get_today()
        words = self.env._("Replaced by %(plan)s", plan=self.name)
        previous._set_state("replaced", date_ended=today, end_reason=words)
        previous.line_ids.step = False
        # The new version holds the items at once, and then it is decided anew.
        previous.with_context(collection_hold_batch=True)._release_holds(words)
        previous._drop_draft_moves()
        previous._record("plan_replaced", words)
        previous.flush_recordset()

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "collection.plan",
            "res_id": self.id,
            "views": [(False, "form")],
        }
