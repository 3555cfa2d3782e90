from odoo import fields, models


class CollectionTracingStep(models.Model):
    """One step of the standard checklist; new tracings copy it."""

    _name = "collection.tracing.step"
    _description = "Step of the Tracing Checklist"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
