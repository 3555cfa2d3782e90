from odoo import fields, models

READERS = "b2b_collections.group_collections_reader"


class ResPartner(models.Model):
    """The part that a contact plays in collections."""

    _inherit = "res.partner"

    collection_role_ids = fields.Many2many(
        "collection.role",
        column1="partner_id",
        column2="role_id",
        string="Collection Roles",
        groups=READERS,
        help="What this contact does at the debtor. Levels address roles, so that "
        "later warnings reach those who decide.",
    )
