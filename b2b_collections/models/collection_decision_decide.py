from odoo import models
from odoo.exceptions import UserError, ValidationError

from .collection_decision_sheet import ASSUMPTIONS, WAYS


class CollectionDecisionSheet(models.Model):
    """A person decides, and may decide anew on another sheet."""

    _inherit = "collection.decision.sheet"

    def _decide(self, way, reason):
        """A person decides; the sheet is kept as it is now.

        :param way: code of :data:`WAYS`, the recommended one or another
        :param reason: why, in words
        """
        self.ensure_one()
        self._check_may_work()
        self._check_draft()
        if not (reason or "").strip():
            raise UserError(self.env._("Why: say why; it is kept with the sheet."))
        if way not in dict(WAYS):
            raise ValidationError(self.env._("Decision: choose one of the four ways."))
        # The rights were checked above; results are nobody's to write.
        self.sudo().write(
            {
                "state": "decided",
                "decided_way": way,
                "decided_by_id": self.env.uid,
                "decided_on": self.env["collection.action"]._get_today(),
                "decided_reason": reason,
            }
        )
        self._record_decision()

    def _record_decision(self):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": self.company_id.id,
                    "case_id": self.case_id.id,
                    "event": "decision_made",
                    "detail": f"{self.name}: {self.decided_reason}",
                    "data": {
                        "sheet": self.id,
                        "number": self.name,
                        "way": self.decided_way,
                        "recommended": self.recommended,
                        "values": self.result.get("values"),
                        "open": str(self.amount_open),
                        "currency": self.company_currency_id.name,
                    },
                }
            ]
        )

    def action_decide(self):
        self.ensure_one()
        self._check_may_work()
        self._check_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "collection.decision.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_sheet_id": self.id,
                "default_way": self.recommended,
            },
        }

    def action_copy(self):
        """A new sheet with the same assumptions and the figures of today."""
        self.ensure_one()
        names = [*ASSUMPTIONS, "cost_sue"]
        vals = {name: self[name] for name in names}
        return self.create([{"case_id": self.case_id.id, **vals}])._action_open()
