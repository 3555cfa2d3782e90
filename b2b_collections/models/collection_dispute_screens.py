from odoo import api, fields, models
from odoo.fields import Domain

from .collection_dispute import OPEN_STATES


class CollectionDispute(models.Model):
    """What the screens of a dispute show beside its own fields."""

    _inherit = "collection.dispute"

    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_overdue")
    can_work = fields.Boolean(compute="_compute_can_work")
    confirm = fields.Boolean(
        string="Confirm to the Debtor",
        compute="_compute_confirm",
        readonly=False,
        help="Tells the debtor at once that we look into it. For administrative "
        "reasons: our standard answer, with the documents attached.",
    )
    credit_count = fields.Integer(compute="_compute_counts")
    told_count = fields.Integer(compute="_compute_counts")

    @api.model
    def _get_open_domain(self):
        return Domain("state", "in", OPEN_STATES)

    @api.model
    def _get_unsettled_domain(self):
        """Not decided, or accepted and not credited yet."""
        return self._get_open_domain() | Domain(
            "credit_state", "in", ("to_prepare", "draft")
        )

    @api.depends("date_deadline", "state")
    @api.depends_context("collection_date", "tz")
    def _compute_is_overdue(self):
        today = self.env["collection.action"]._get_today()
        for dispute in self:
            deadline = dispute.date_deadline
            dispute.is_overdue = bool(
                deadline and deadline < today and dispute.state in OPEN_STATES
            )

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["collection.action"]._get_today()
        return self._get_open_domain() & Domain("date_deadline", "<", today)

    @api.depends_context("uid")
    def _compute_can_work(self):
        groups = "b2b_collections.group_collections_user"
        is_collector = self.env.user.has_group(groups)
        for dispute in self:
            dispute.can_work = is_collector or dispute.user_id == self.env.user

    @api.depends("reason_id")
    def _compute_confirm(self):
        for dispute in self:
            dispute.confirm = dispute.reason_id.is_administrative

    def _compute_counts(self):
        # Who sees the dispute may know how many documents there are, not what is in
        # them: opening them asks for the rights.
        moves_sudo = self.env["account.move"].sudo()
        actions_sudo = self.env["collection.action"].sudo()
        credited = dict(
            moves_sudo._read_group(
                [("collection_dispute_id", "in", self.ids)],
                ["collection_dispute_id"],
                ["__count"],
            )
        )
        told = dict(
            actions_sudo._read_group(
                [("source_model", "=", self._name), ("source_id", "in", self.ids)],
                ["source_id"],
                ["__count"],
            )
        )
        for dispute in self:
            dispute.credit_count = credited.get(dispute, 0)
            dispute.told_count = told.get(dispute.id, 0)

    @api.model
    def _action_list(self, domain, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_dispute_action"
        )
        action["domain"] = domain
        action["context"] = {"search_default_unsettled": 0, **context}
        action["view_mode"] = "list,kanban,form"
        return action

    def _action_wizard(self, purpose):
        self.ensure_one()
        self._check_may_work()
        names = {
            "decide": self.env._("Decide"),
            "withdraw": self.env._("Withdraw"),
            "reopen": self.env._("Reopen"),
            "tell": self.env._("Tell the Debtor"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": names[purpose],
            "res_model": "collection.dispute.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_dispute_id": self.id,
                "default_purpose": purpose,
            },
        }

    def action_decide(self):
        return self._action_wizard("decide")

    def action_withdraw(self):
        return self._action_wizard("withdraw")

    def action_reopen(self):
        return self._action_wizard("reopen")

    def action_tell(self):
        return self._action_wizard("tell")

    def action_send_documents(self):
        """The standard answer, with the documents attached."""
        self.ensure_one()
        self._check_may_work()
        self._answer_with_documents()

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def action_view_messages(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_action_action"
        )
        action["domain"] = [
            ("source_model", "=", self._name),
            ("source_id", "=", self.id),
        ]
        action["context"] = {}
        return action
