from odoo import models
from odoo.exceptions import UserError

REFUSE = "b2b_collections.collection_approval_refuse_wizard_action"


class CollectionApproval(models.Model):
    """What the buttons of approvals do."""

    _inherit = "collection.approval"

    def action_approve(self):
        """Approve one; of several those that the user may approve, and say how many."""
        if len(self) == 1:
            self._approve()
            return None
        mine = self.filtered("waits_for_me")
        if not mine:
            raise UserError(self.env._("None of these waits for your approval."))
        mine._approve()
        return self._say_approved(len(mine), len(self - mine))

    def _say_approved(self, approved, left):
        if not left:
            return None
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "%(approved)s approved. %(left)s do not wait for you and were left "
                    "as they are.",
                    approved=approved,
                    left=left,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_refuse(self):
        """Ask for the reason."""
        action = self.env["ir.actions.act_window"]._for_xml_id(REFUSE)
        return {**action, "context": {"default_approval_ids": self.ids}}

    def action_withdraw(self):
        self._withdraw()


class CollectionApprovalMixin(models.AbstractModel):
    """Buttons for the form of a record that is approved."""

    _inherit = "collection.approval.mixin"

    def action_approval_approve(self):
        self._approve()

    def action_approval_refuse(self):
        self.ensure_one()
        return self._get_approval().action_refuse()

    def action_approval_withdraw(self):
        self._withdraw_approval()

    def action_view_approvals(self):
        """All requests for these records, decided ones as well."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_approval_action"
        )
        return {
            **action,
            "domain": [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            "context": {},
        }
