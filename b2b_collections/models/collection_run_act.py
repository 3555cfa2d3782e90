from operator import itemgetter

import psycopg2

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, groupby

from odoo.addons.base.models.ir_qweb import QWebError

from ..core.consolidate import asked_amount, consolidate
from ..core.decide import Debtor, ItemFacts, Rules, decide_case
from ..core.ladder import Ladder
from .collection_run_decide import FACTS

# Debtors in one transaction: large enough to share the queries, small enough that
# a batch that is killed or fails costs little.
DEBTORS_AT_A_TIME = 200
# What one debtor's data can bring about. Anything else (lost connection, lock
# conflicts, memory) concerns the whole batch, and is left to the job to retry.
DEBTOR_ERRORS = (
    UserError,
    QWebError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    psycopg2.DataError,
    psycopg2.IntegrityError,
)


class CollectionRun(models.Model):
    """Third step of the run: messages are planned, checked once more and made."""

    _inherit = "collection.run"

    def _lock_batch(self, size=DEBTORS_AT_A_TIME):
        """Cases that this run still has to act on and that nobody else works on."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM collection_case
                 WHERE todo_run_id = %s
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                self.id,
                size,
            )
        )
        return self.env["collection.case"].browse(row[0] for row in rows)

    def _act(self, cases):
        """Act on a batch; a debtor that fails is left out and says why."""
        try:
            with self.env.cr.savepoint():
                self._act_once(cases)
        except DEBTOR_ERRORS as error:
            if len(cases) == 1:
                cases._note_error(self, error)
            else:
                for case in cases:
                    self._act(case)
        self.env.cr.execute(
            SQL(
                "UPDATE collection_case SET todo_run_id = NULL WHERE id = ANY(%s)",
                cases.ids,
            )
        )
        cases.invalidate_recordset(["todo_run_id"], flush=False)

    def _act_once(self, cases):
        # First what was agreed upon: reminders keep their distance from it.
        self._act_on_agreements(cases)
        plans = self._plan_messages(cases.ids)
        Action = self.env["collection.action"]
        Action._create_messages(self, plans)._dispatch()
        Action._create_thanks(self, cases)._dispatch()
        cases._clear_errors()

    def _plan_messages(self, case_ids):
        """Return ``[(case id, Debtor, MessagePlan)]`` from the facts of this moment."""
        return [
            (case_id, debtor, plan)
            for case_id, items, debtor, rules, decisions in self._decide_saved(case_ids)
            if rules
            for plan in consolidate(items, decisions, debtor, rules, self.date)
        ]

    def _decide_saved(self, case_ids):
        """Yield ``(case id, [ItemFacts], Debtor, Rules, decisions)`` as of now."""
        rules = self._get_rules_of_cases(case_ids)
        pasts = self._load_pasts(case_ids, rules)
        validated = self._load_validated(case_ids, rules)
        cases = self._load_cases(case_ids)
        credits_by_case = self._load_credits(case_ids)
        rows = self._load_items(case_ids, self._get_pending_online_moves())
        contacts = self._load_contacts(case_ids)
        reach = self._load_reach_of(rows, contacts)
        for case_id, case_rows in groupby(rows, itemgetter(0)):
            items = [ItemFacts._make(row[1 : FACTS + 1]) for row in case_rows]
            case = cases[case_id]
            debtor = Debtor(
                credits_by_case[case_id],
                pasts[case_id],
                reach,
                contacts[case_id],
                validated=case_id in validated,
            )
            policy_rules = rules.get(case["policy_id"])
            decisions = decide_case(
                items, debtor, policy_rules, self.date, self._get_moment()
            )
            yield case_id, items, debtor, policy_rules, decisions

    def _get_asked_amount(self, case, debtor, plan):
        """What a message asks for in company currency, rounded."""
        items = self.env["collection.item"].browse(plan.listed)
        listed = sum(items.mapped("amount_residual_company"))
        asked = asked_amount(listed, plan, debtor, case.policy_id.netting)
        return self.company_id.currency_id.round(asked)

    def _get_rules_of_cases(self, case_ids):
        """``{policy id: Rules}``; debtors without policy, ``False``, have no ladder,
        but the contact rules of their country.
        """
        policies = self.env["collection.case"].browse(case_ids).policy_id
        book = self.env["collection.contact.rule"]._get_book(self.company_id)
        return {
            **{policy.id: policy._get_rules(book) for policy in policies},
            False: Rules(Ladder(()), book=book),
        }
