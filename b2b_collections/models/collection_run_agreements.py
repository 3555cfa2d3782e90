from odoo import models
from odoo.tools import SQL

from .collection_run_act import DEBTOR_ERRORS


class CollectionRun(models.Model):
    """Where promises, disputes and plans take part in a run."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        """See what became of promises, disputes and plans, before anything is decided.

        Called after the sync, in a preview too (whose changes are taken back): nobody
        is contacted here. Extended by each kind of agreement, in sets.
        """
        self.ensure_one()

    def _follow_safely(self, records, follow):
        """Follow records as one set; what fails is left out, and its case says why.

        :param records: cases, or records with a ``case_id``
        :param follow: function of such records; does the same for each on its own
        """
        if not records:
            return
        try:
            with self.env.cr.savepoint():
                follow(records)
        except DEBTOR_ERRORS as error:
            if len(records) == 1:
                is_case = records._name == "collection.case"
                (records if is_case else records.case_id)._note_error(self, error)
                return
            middle = len(records) // 2
            self._follow_safely(records[:middle], follow)
            self._follow_safely(records[middle:], follow)

    def _act_on_agreements(self, cases):
        """Tell debtors what there is to say about their promises, disputes and plans.

        Called for each batch of cases when the run acts.
        """

    def _get_cases_with_notices(self):
        """Ids of cases for which :meth:`_act_on_agreements` has something to do."""
        return set()

    def _mark_cases(self):
        """Have the run act on these cases as well, and not on those that failed.

        Whoever could not be followed may have paid or kept his word for all we know.
        """
        self.env["collection.case"].flush_model(["error_run_id"])
        self._mark_notices()
        self.env.cr.execute(
            SQL(
                "UPDATE collection_case SET todo_run_id = NULL WHERE error_run_id = %s",
                self.id,
            )
        )
        self.env["collection.case"].invalidate_model(["todo_run_id"], flush=False)

    def _mark_notices(self):
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
