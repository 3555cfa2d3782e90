from odoo import fields, models


class CollectionRole(models.Model):
    """What a contact of a debtor decides or does, so that a level can address it."""

    _name = "collection.role"
    _description = "Role of a Contact"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, copy=False, help="Stable name, for imports and for your own use."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    description = fields.Char(
        translate=True, help="Whom it means; shown where roles are chosen."
    )
    partner_ids = fields.Many2many(
        "res.partner", column1="role_id", column2="partner_id", string="Contacts"
    )

    _code_unique = models.UniqueIndex("(code)", "There is already a role of this code.")
