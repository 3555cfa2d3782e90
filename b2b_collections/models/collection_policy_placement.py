from odoo import fields, models


class CollectionPolicy(models.Model):
    """What a policy says of placements."""

    _inherit = "collection.policy"

    placement_holds = fields.Boolean(
        string="Dunning Rests While Placed",
        default=True,
        tracking=True,
        help="While an item is with an agency we do not remind of it ourselves. "
        "Otherwise the debtor hears from two sides.",
    )
