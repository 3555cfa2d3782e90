from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    collection_mode = fields.Selection(
        [
            ("prepare", "Prepare only: the daily run sends nothing"),
            ("live", "Live: the daily run contacts debtors"),
        ],
        default="prepare",
        required=True,
        help="A manager goes live by confirming the first preview.",
    )
    collection_default_user_id = fields.Many2one(
        "res.users",
        string="Default Collector",
        help="For new cases of debtors without a salesperson.",
    )
