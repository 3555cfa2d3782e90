from odoo import fields, models


class CollectionStage(models.Model):
    _name = "collection.stage"
    _description = "Collection Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Stable identifier that rules and integrations refer to.",
    )
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(string="Folded in Kanban")
    is_closing = fields.Boolean(
        string="Closes the Case", help="Cases in this stage are out of collections."
    )
    description = fields.Text(translate=True)

    _code_unique = models.UniqueIndex("(code)", "The code of a stage must be unique.")
