from odoo import fields, models


class ResCompany(models.Model):
    """Whether hard levels wait for evidence."""

    _inherit = "res.company"

    collection_validation = fields.Boolean(
        string="Evidence Before Hard Levels",
        default=True,
        help="Levels marked “Needs Evidence” wait until the validation checklist of "
        "the case is complete, or a manager has accepted what is missing.",
    )
