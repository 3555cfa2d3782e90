from odoo import fields, models


class CollectionPolicy(models.Model):
    """By which table a policy claims late interest."""

    _inherit = "collection.policy"

    interest_table_id = fields.Many2one(
        "collection.interest.table",
        string="Late Interest",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Such as that of a contract. Empty: the table of the debtor's country.",
    )


class CollectionLevel(models.Model):
    """Which levels speak of late interest."""

    _inherit = "collection.level"

    shows_interest = fields.Boolean(
        string="Late Interest",
        help="Mail and letter show late interest up to their date, and the fixed "
        "compensation, below what is to be paid. Nothing is posted.",
    )
