from odoo import fields, models


class CollectionVisitCheck(models.Model):
    """A step of the procedure at one visit: done, or why not."""

    _name = "collection.visit.check"
    _description = "Step of One Visit"
    _order = "phase_order, sequence, id"

    visit_id = fields.Many2one(
        "collection.visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    case_id = fields.Many2one(related="visit_id.case_id", store=True, index=True)
    step_id = fields.Many2one(
        "collection.visit.step", required=True, ondelete="restrict"
    )
    name = fields.Char(related="step_id.name")
    help_text = fields.Char(related="step_id.help_text")
    phase = fields.Selection(related="step_id.phase", store=True)
    phase_order = fields.Integer(related="step_id.phase_order", store=True)
    sequence = fields.Integer(related="step_id.sequence", store=True)
    is_required = fields.Boolean(related="step_id.is_required", store=True)
    is_done = fields.Boolean(string="Done")
    note = fields.Char(help="Where it was not done: why.")

    _step_once = models.UniqueIndex("(visit_id, step_id)")

    def _is_open(self):
        """Required, and neither done nor explained."""
        self.ensure_one()
        return self.is_required and not self.is_done and not (self.note or "").strip()
