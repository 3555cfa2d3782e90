from odoo import models
from odoo.tools import SQL


class CollectionRun(models.Model):
    """Where promises, disputes and plans take part in a run."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        """See what became of promises, disputes and plans, before anything is decided.

        Called after the sync, in a preview too (whose changes are taken back): nobody
        is contacted here. Extended by each kind of agreement, in sets.
        """
        self.ensure_one()

    def _act_on_agreements(self, cases):
        """Tell debtors what there is to say about their promises, disputes and plans.

        Called for each batch of cases when the run acts.
        """

    def _get_cases_with_notices(self):
        """Ids of cases for which :meth:`_act_on_agreements` has something to do."""
        return set()

    def _mark_notices(self):
        """Have the run act on these cases as well."""
        case_ids = self._get_cases_with_notices()
        if not case_ids:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE collection_case SET todo_run_id = %s WHERE id = ANY(%s)",
                self.id,
                list(case_ids),
            )
        )
        self.env["collection.case"].invalidate_model(["todo_run_id"], flush=False)
