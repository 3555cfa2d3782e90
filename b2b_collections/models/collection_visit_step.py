from odoo import api, fields, models

PHASES = [
    ("before", "Before the Visit"),
    ("during", "During the Visit"),
    ("after", "After the Visit"),
]


class CollectionVisitStep(models.Model):
    """A point of the procedure for field visits, as a company has it."""

    _name = "collection.visit.step"
    _description = "Step of a Field Visit"
    _order = "phase_order, sequence, id"

    name = fields.Char(required=True, translate=True)
    help_text = fields.Char(string="Explanation", translate=True)
    phase = fields.Selection(PHASES, default="before", required=True)
    phase_order = fields.Integer(compute="_compute_phase_order", store=True)
    sequence = fields.Integer(default=10)
    is_required = fields.Boolean(
        string="Required",
        default=True,
        help="A visit cannot be reported while this is neither done nor explained.",
    )
    active = fields.Boolean(default=True)

    @api.depends("phase")
    def _compute_phase_order(self):
        order = [code for code, _label in PHASES]
        for step in self:
            step.phase_order = order.index(step.phase)
