from odoo import fields, models


class CollectionLevel(models.Model):
    """Levels that are given only when the claim can be proven."""

    _inherit = "collection.level"

    needs_validation = fields.Boolean(
        string="Needs Evidence",
        help="Not given before the validation checklist of the case is complete, or a "
        "manager has accepted what is missing.",
    )
