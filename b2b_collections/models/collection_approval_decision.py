from odoo import fields, models


class CollectionApprovalDecision(models.Model):
    """What one person decided about a request, kept for good."""

    _name = "collection.approval.decision"
    _description = "Approval Decision"
    _order = "id"

    approval_id = fields.Many2one(
        "collection.approval",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="approval_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, ondelete="restrict"
    )
    seat_user_id = fields.Many2one(
        "res.users",
        string="In the Place Of",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Somebody else, if a deputy decided.",
    )
    verdict = fields.Selection(
        [("approved", "Approved"), ("refused", "Refused")], required=True, readonly=True
    )
    moment = fields.Datetime(string="On", required=True, readonly=True)
    reason = fields.Text(string="Remark", readonly=True)

    _person_unique = models.UniqueIndex(
        "(approval_id, user_id)", "This person has decided about it already."
    )
    _seat_unique = models.UniqueIndex(
        "(approval_id, seat_user_id)",
        "It has been decided about in the place of this person already.",
    )
