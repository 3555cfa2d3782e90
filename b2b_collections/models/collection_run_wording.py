from odoo import models

from ..core import reasons

TASK = "b2b_collections.mail_act_approve"


class CollectionRun(models.Model):
    """Texts that hold up messages are brought before a manager."""

    _inherit = "collection.run"

    def _finish(self):
        result = super()._finish()
        self._ask_for_wording()
        return result

    def _ask_for_wording(self):
        """One task, however many items and days wait for it."""
        self.ensure_one()
        items = self.env["collection.item"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "open"),
                ("reason_code", "=", reasons.WORDING),
            ]
        )
        if not items or self._has_wording_task():
            return
        levels = items.next_level_id.sorted("days")
        self.activity_schedule(
            TASK,
            self.date,
            summary=self.env._(
                "Confirm the texts of %(levels)s: %(count)s items wait for them",
                levels=", ".join(levels.mapped("short_name")),
                count=len(items),
            ),
            user_id=(
                self.company_id.collection_approver_id
                or self.env.ref("base.user_admin")
            ).id,
        )

    def _has_wording_task(self):
        runs = self.search([("company_id", "=", self.company_id.id)])
        return bool(runs.activity_search([TASK]))
