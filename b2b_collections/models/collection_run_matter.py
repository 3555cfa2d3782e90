from odoo import models
from odoo.fields import Domain

from .collection_matter import OPEN, RUNNING


class CollectionRun(models.Model):
    """Legal matters by night: reminders, what was missed, what was paid. In sets."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        super()._follow_agreements()
        Deadline = self.env["collection.matter.deadline"]
        Deadline._note_missed(self.company_id, self.date)
        Deadline._find_due(self.company_id, self.date)._schedule_tasks()
        self = self.with_context(collection_hold_batch=True)
        matters = self.env["collection.matter"].search(
            Domain("company_id", "=", self.company_id.id) & Domain("state", "in", OPEN)
        )
        self._follow_safely(matters, self._follow_matters)

    def _follow_matters(self, matters):
        matters._follow_cases()
        running = matters.filtered(lambda one: one.state in RUNNING)
        running._set_missing_holds()
        running._follow_instalments(self.date)
