from odoo import models
from odoo.tools import SQL

from ..core import reasons
from .collection_checklist import READY, TASK

# Checklists that one run begins, the most pressing debtors first: what people can
# look into before the next run. The others keep their turn.
CHECKLISTS_A_RUN = 200
# Cases with an item whose next level is a hard one, and those that wait for it.
APPROACHING = """
    SELECT held.id
      FROM collection_item item
      JOIN collection_case held ON held.id = item.case_id
     WHERE item.company_id = %(company)s
       AND item.state = 'open'
       AND item.next_level_id = ANY(%(levels)s)
       AND item.verdict IN ('wait', 'chase')
       AND NOT EXISTS (SELECT 1 FROM collection_checklist checklist
                        WHERE checklist.case_id = held.id)
     GROUP BY held.id
     ORDER BY BOOL_OR(item.reason_code = %(waits)s) DESC, held.priority DESC, held.id
     LIMIT %(limit)s
"""


class CollectionRun(models.Model):
    """Evidence is looked for before a hard level is due, not when it is."""

    _inherit = "collection.run"

    def _load_validated(self, case_ids, rules):
        """Ids of those cases whose hard levels may be given.

        :param rules: ``{policy id: Rules}`` of these cases
        """
        if not self.company_id.collection_validation or not any(
            policy.validated_only for policy in rules.values()
        ):
            return frozenset(case_ids)
        self.env["collection.checklist"].flush_model(["state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT case_id FROM collection_checklist
                 WHERE case_id = ANY(%s) AND state IN %s
                """,
                list(case_ids),
                READY,
            )
        )
        return frozenset(row[0] for row in rows)

    def _follow_agreements(self):
        result = super()._follow_agreements()
        if self.company_id.collection_validation:
            waiting = self.env["collection.checklist"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "open"),
                    ("case_id.state", "=", "open"),
                ]
            )
            waiting._find_evidence()
            waiting._close_tasks()
        return result

    def _finish(self):
        result = super()._finish()
        if self.company_id.collection_validation:
            self._begin_checklists()
        return result

    def _begin_checklists(self):
        levels = self.env["collection.level"].search([("needs_validation", "=", True)])
        if not levels:
            return
        rows = self.env.execute_query(
            SQL(
                APPROACHING,
                company=self.company_id.id,
                levels=levels.ids,
                waits=reasons.VALIDATION,
                limit=CHECKLISTS_A_RUN,
            )
        )
        cases = self.env["collection.case"].browse(row[0] for row in rows)
        if not cases:
            return
        missing = cases._start_checklists().filtered(lambda c: not c._is_ready())
        summary = self.env._("Collect the evidence for a hard level")
        cases._plan_quietly(
            TASK,
            {
                checklist.case_id: (
                    summary,
                    self.env._("Missing: %(what)s", what=checklist.missing),
                )
                for checklist in missing
            },
            self.date,
        )
