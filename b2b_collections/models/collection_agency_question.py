from odoo import fields, models


class CollectionAgencyQuestion(models.Model):
    """What an agency is vetted for before anything is placed with it."""

    _name = "collection.agency.question"
    _description = "Vetting Question for Agencies"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    help_text = fields.Char(
        string="How to Check", translate=True, help="Shown below the question."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_required = fields.Boolean(
        string="Required",
        default=True,
        help="Without it nothing is placed with an agency.",
    )
    has_expiry = fields.Boolean(
        string="Expires", help="It is valid until a day and must be renewed."
    )
    needs_document = fields.Boolean(
        string="Document Required", help="It is done once its document is attached."
    )
    warn_days = fields.Integer(
        string="Remind Before",
        default=30,
        help="Days before it expires on which the person responsible gets a task.",
    )

    _warn_days_positive = models.Constraint(
        "CHECK (warn_days >= 0)", "Days cannot be negative. Enter 0 or more."
    )
