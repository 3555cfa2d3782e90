from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    collection_action_id = fields.Many2one(
        "collection.action",
        index="btree_not_null",
        ondelete="cascade",
        help="Call or visit of the journal that this task stands for.",
    )

    def _action_done(self, feedback=False, attachment_ids=None):
        """A call that is ticked off was a conversation: the journal says so."""
        planned = self.collection_action_id.filtered(
            lambda action: action.state == "planned"
        )
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if not self.env.context.get("collection_action_settled"):
            planned._done("reached", feedback)
        return result
