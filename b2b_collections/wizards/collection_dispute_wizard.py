from odoo import api, fields, models
from odoo.fields import Command


class CollectionDisputeWizard(models.TransientModel):
    """Decide, withdraw, reopen a dispute, or tell the debtor something about it."""

    _name = "collection.dispute.wizard"
    _description = "Work on a Dispute"

    dispute_id = fields.Many2one(
        "collection.dispute", required=True, ondelete="cascade"
    )
    purpose = fields.Selection(
        [
            ("decide", "Decide"),
            ("withdraw", "Withdraw"),
            ("reopen", "Reopen"),
            ("tell", "Tell the debtor"),
        ],
        required=True,
        default="decide",
    )
    currency_id = fields.Many2one(related="dispute_id.currency_id")
    amount = fields.Monetary(related="dispute_id.amount", string="Contested")
    outcome = fields.Selection(
        [
            ("accepted", "Accept: credit all of it"),
            ("partly", "Accept a part"),
            ("rejected", "Reject"),
        ],
        default="accepted",
    )
    line_ids = fields.One2many("collection.dispute.wizard.line", "wizard_id")
    amount_accepted = fields.Monetary(compute="_compute_amount_accepted")
    can_credit = fields.Boolean(compute="_compute_can_credit")
    tell = fields.Boolean(
        string="Tell the Debtor",
        default=True,
        help="By mail, or by letter where no mail is possible; through the contact "
        "rules.",
    )
    text = fields.Text()
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        dispute = self.env["collection.dispute"].browse(values.get("dispute_id"))
        if values.get("purpose") == "decide":
            values["line_ids"] = [
                Command.create({"line_id": line.id, "amount_accepted": line.amount})
                for line in dispute.line_ids
            ]
        return values

    @api.depends("outcome", "line_ids.amount_accepted", "amount")
    def _compute_amount_accepted(self):
        for wizard in self:
            parts = sum(wizard.line_ids.mapped("amount_accepted"))
            wizard.amount_accepted = {
                "accepted": wizard.amount,
                "partly": parts,
            }.get(wizard.outcome, 0.0)

    @api.depends_context("uid")
    def _compute_can_credit(self):
        self.can_credit = self.env["account.move"].has_access("create")

    def action_confirm(self):
        self.ensure_one()
        dispute = self.dispute_id
        result = {"type": "ir.actions.act_window_close"}
        sent = None
        if self.purpose == "decide":
            sent = dispute._decide(self._get_accepted(), self.text, self.tell)
        elif self.purpose == "tell":
            sent = dispute._tell_debtor(self.text, self.attachment_ids)
        elif self.purpose == "withdraw":
            dispute._withdraw(self.text)
        else:
            dispute._reopen(self.text)
        if sent and sent.refusal:
            return self._notify_refusal(sent.refusal, result)
        return result

    def _get_accepted(self):
        """``{line: accepted amount}`` as the outcome says."""
        if self.outcome == "rejected":
            return {}
        if self.outcome == "accepted":
            return {line: line.amount for line in self.dispute_id.line_ids}
        return {line.line_id: line.amount_accepted for line in self.line_ids}

    def _notify_refusal(self, refusal, then):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "Done, but the debtor was not told: %(why)s", why=refusal
                ),
                "next": then,
            },
        }
