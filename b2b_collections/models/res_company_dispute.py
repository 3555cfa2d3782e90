from odoo import fields, models


class ResCompany(models.Model):
    """Who credits what was accepted."""

    _inherit = "res.company"

    collection_accountant_id = fields.Many2one(
        "res.users",
        string="Accountant for Credit Notes",
        domain=[("share", "=", False)],
        help="Is asked to prepare the credit note of an accepted dispute, where who "
        "accepts it may not. Empty: a collections manager is asked.",
    )
