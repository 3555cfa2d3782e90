from odoo import fields, models


class ResCompany(models.Model):
    """When a silent contact is worth a look."""

    _inherit = "res.company"

    collection_unanswered_after = fields.Integer(
        string="Messages without Answer",
        default=4,
        help="After so many messages without an answer, a payment or a conversation "
        "the contact is marked and its collector gets a task. 0: never.",
    )

    _collection_unanswered_positive = models.Constraint(
        "CHECK (collection_unanswered_after >= 0)",
        "The number of messages without answer cannot be negative; 0 means never.",
    )

    def _get_collection_manager(self):
        """Who takes care of what has no collector."""
        return (
            self.collection_approver_id
            or self.collection_default_user_id
            or self.env.ref("base.user_admin")
        )
