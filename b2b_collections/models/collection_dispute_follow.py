from odoo import fields, models


class CollectionDispute(models.Model):
    """What becomes of disputes while the ledger and the calendar go on."""

    _inherit = "collection.dispute"

    def _follow_case(self):
        """Disputes go where their items go: to another debtor, or to a new case."""
        for dispute in self:
            case = dispute.line_ids.item_id.case_id
            if len(case) == 1 and case != dispute.case_id:
                dispute.case_id = case

    def _follow_ledger(self):
        """Payments make less of what is contested, and may end the dispute."""
        self._follow_case()
        settled = {"paid": self.browse(), "cancelled": self.browse()}
        for dispute in self:
            states = set(dispute.line_ids.item_id.mapped("state"))
            if dispute._is_open() and "open" not in states:
                settled["paid" if "paid" in states else "cancelled"] |= dispute
        words = {
            "paid": self.env._("The contested items are paid."),
            "cancelled": self.env._("The contested items were cancelled or reversed."),
        }
        for kind, disputes in settled.items():
            if disputes:
                disputes._withdraw(words[kind], kind)
        rest = self - settled["paid"] - settled["cancelled"]
        changed = rest.line_ids.filtered(lambda line: line._is_held_wrong())
        changed._follow_amounts()

    def _escalate(self, day):
        """A task for a manager, once when the deadline has passed and once later."""
        late = {}
        for dispute in self:
            step = dispute._get_escalation(day)
            if step > dispute.escalation:
                late[dispute] = step
        if not late:
            return
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [dispute._prepare_escalation_vals(day) for dispute in late]
        )
        for step in set(late.values()):
            stepped = self.browse(d.id for d, own in late.items() if own == step)
            stepped.escalation = step
        self.browse(dispute.id for dispute in late)._record_disputes(
            "dispute_changed", self.env._("The deadline has passed")
        )

    def _get_escalation(self, day):
        """How often a manager must have been told by a day: 0, 1 or 2."""
        late = (day - self.date_deadline).days
        if late <= 0:
            return 0
        return 2 if late > self.reason_id.escalation_days else 1

    def _prepare_escalation_vals(self, day):
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                "b2b_collections.mail_act_dispute_overdue"
            ),
            "automated": True,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": self.company_id._get_collection_manager().id,
            "date_deadline": day,
            "summary": self.env._(
                "Overdue: %(reason)s, %(debtor)s, owner %(owner)s",
                reason=self.reason_id.name,
                debtor=self.partner_id.name,
                owner=self.user_id.name,
            ),
            "note": self.env._(
                "Was to be decided by %(day)s. Decide it, or give it to somebody else.",
                day=fields.Date.to_string(self.date_deadline),
            ),
        }
