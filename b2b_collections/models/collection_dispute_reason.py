from odoo import fields, models


class CollectionDisputeReason(models.Model):
    """Why a debtor contests an amount, and how soon he must have our answer."""

    _name = "collection.dispute.reason"
    _description = "Reason of a Dispute"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Short and stable: the journal keeps it instead of the name.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_administrative = fields.Boolean(
        string="Administrative",
        help="Not about the delivery but about paper: an invoice that did not arrive, "
        "an approval that is missing. Answered at once, with the document attached.",
    )
    deadline_days = fields.Integer(
        string="Days to Decide",
        default=14,
        required=True,
        help="Days from the opening of the dispute to the day by which its owner must "
        "have decided it.",
    )
    escalation_days = fields.Integer(
        string="Days to Next Escalation",
        default=7,
        required=True,
        help="A manager is told on the day after the deadline, and again so many days "
        "later.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Usual Owner",
        domain=[("share", "=", False)],
        ondelete="set null",
        help="Who looks into disputes of this kind, for example in sales or logistics. "
        "Empty: the collector of the case.",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "Another reason has this code. Choose a different one."
    )
    _days_positive = models.Constraint(
        "CHECK (deadline_days > 0 AND escalation_days > 0)",
        "The days of a reason must be at least 1.",
    )
