from collections import defaultdict
from operator import itemgetter

from odoo import models
from odoo.tools import SQL, groupby, split_every

from ..core import reasons
from ..core.decide import Debtor, ItemFacts, decide_case
from .collection_run_sync import ALL_ITEMS, ITEM, OPEN_LINE
from .collection_run_write import TOTALS

# Cases whose items are held in memory at a time: some fifty thousand items, not a
# hundred MB. Each batch joins its items with the whole ledger.
CASES_AT_A_TIME = 5000
FACTS = len(ItemFacts._fields)
# Items, and the marks that the ledger puts on them: as they are, and as a run has
# just found them (collection_run_sync.py), which spares it to read the ledger again.
LEDGER = SQL(
    """(SELECT line.id AS move_line_id, line.no_followup, move.payment_state
          FROM account_move_line line
          JOIN account_move move ON move.id = line.move_id)"""
)
SAVED = {"items": ITEM, "ledger": LEDGER}
SYNCED = {"items": ALL_ITEMS, "ledger": OPEN_LINE}


class CollectionRun(models.Model):
    """Second step of the run: each open item gets its decision and its reason."""

    _inherit = "collection.run"

    def _decide(self):
        """Decide on every open item; write what changed, mark the cases to act on."""
        self.ensure_one()
        self._end_holds()
        self.env.flush_all()
        policies = self.env["collection.policy"].search(
            [("company_id", "in", [False, self.company_id.id])]
        )
        book = self.env["collection.contact.rule"]._get_book(self.company_id)
        rules = {policy.id: policy._get_rules(book) for policy in policies}
        self._forget_todo()
        pending = self._get_pending_online_moves()
        case_ids = self.env["collection.case"].search(
            [("company_id", "=", self.company_id.id), ("state", "=", "open")],
            order="id",
        )
        for ids in split_every(CASES_AT_A_TIME, case_ids.ids, list):
            self._decide_cases(ids, rules, pending)
        self._insert_new_items()
        self._mark_thanks()
        self.env["collection.item"].invalidate_model(flush=False)
        self.env["collection.case"].invalidate_model(flush=False)

    def _decide_cases(self, case_ids, rules, pending_moves):
        cases = self._load_cases(case_ids)
        credits_by_case = self._load_credits(case_ids)
        rows = self._load_items(case_ids, pending_moves, SYNCED)
        contacts = self._load_contacts(case_ids)
        reach = self._load_reach_of(rows, contacts)
        pasts = self._load_pasts(case_ids, rules)
        validated = self._load_validated(case_ids, rules)
        changes, totals, everything = [], [], []
        for case_id, case_rows in groupby(rows, itemgetter(0)):
            items = [ItemFacts._make(row[1 : FACTS + 1]) for row in case_rows]
            case = cases.pop(case_id)
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
            changes += [
                (row[1], *decisions[row[1]])
                for row in case_rows
                if row[FACTS + 1 :] != decisions[row[1]]
            ]
            totals.append(self._sum_case(case, items, decisions, debtor))
            everything += items
        # Cases without open items are left over here.
        totals += [
            self._sum_case(case, [], {}, Debtor(credits_by_case[case_id]))
            for case_id, case in cases.items()
        ]
        self._write_decisions(changes)
        self._write_case_totals(totals)
        self._write_held(case_ids, everything)

    def _load_items(self, case_ids, pending_moves, source=SAVED):
        """Rows of ``(case id, *ItemFacts, *Decision as it stands)``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.case_id, item.id, item.contact_id, item.currency_id,
                       item.date_due, item.amount_residual,
                       item.amount_residual_company, item.level_id, level.days,
                       item.level_date,
                       CASE WHEN line.no_followup THEN %(no_followup)s
                            WHEN line.payment_state = 'blocked' THEN %(blocked)s
                            WHEN line.payment_state = 'in_payment' THEN %(in_payment)s
                            WHEN item.move_id = ANY(%(moves)s) THEN %(online)s
                            WHEN item.is_charge AND NOT COALESCE(
                                 (SELECT policy.charge_chased = 'yes'
                                    FROM collection_case held
                                    JOIN collection_policy policy
                                      ON policy.id = held.policy_id
                                   WHERE held.id = item.case_id), %(chased)s)
                            THEN %(charge)s
                       END,
                       CASE WHEN action.state = 'to_approve' THEN %(to_approve)s
                            WHEN action.id IS NOT NULL THEN %(queued)s
                       END,
                       action.level_id, item.wait_until, item.wait_code,
                       item.wait_detail, NULL AS held, item.comeback,
                       item.comeback_on,
                       item.verdict, item.reason_code, item.next_level_id,
                       item.next_date, item.reason_detail
                  FROM %(items)s item
                  LEFT JOIN %(ledger)s line ON line.move_line_id = item.move_line_id
                  LEFT JOIN collection_level level ON level.id = item.level_id
                  LEFT JOIN collection_action action
                         ON action.id = item.pending_action_id
                 WHERE item.company_id = %(company)s
                   AND item.state = 'open'
                   AND item.case_id = ANY(%(cases)s)
                 ORDER BY item.case_id, item.date_due, item.id
                """,
                company=self.company_id.id,
                cases=list(case_ids),
                moves=pending_moves,
                **source,
                no_followup=reasons.NO_FOLLOWUP,
                blocked=reasons.BLOCKED,
                in_payment=reasons.IN_PAYMENT,
                online=reasons.ONLINE_PENDING,
                charge=reasons.CHARGE,
                chased=self.company_id.collection_charge_chased,
                to_approve=reasons.TO_APPROVE,
                queued=reasons.QUEUED,
            )
        )
        return self._add_holds(rows, case_ids)

    def _get_pending_online_moves(self):
        """Ids of invoices with an online payment on its way."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT link.invoice_id
                  FROM account_invoice_transaction_rel link
                  JOIN payment_transaction tx ON tx.id = link.transaction_id
                 WHERE tx.company_id = %s AND tx.state IN ('pending', 'authorized')
                """,
                self.company_id.id,
                to_flush=self.env["payment.transaction"]._fields["state"],
            )
        )
        return [row[0] for row in rows]

    def _load_cases(self, case_ids):
        names = ("id", "policy_id", "last_message_date", *TOTALS)
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM collection_case WHERE id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, names)),
                list(case_ids),
            )
        )
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    def _load_credits(self, case_ids):
        """``{case id: {currency id: (amount, company amount)}}``, positive.

        Unmatched credit notes and payments on account dated up to the run.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT held.id, line.currency_id, -SUM(line.amount_residual_currency),
                       -SUM(line.amount_residual)
                  FROM collection_case held
                  JOIN res_partner partner
                    ON partner.commercial_partner_id = held.partner_id
                  JOIN account_move_line line ON line.partner_id = partner.id
                  JOIN account_account account ON account.id = line.account_id
                 WHERE held.id = ANY(%(cases)s)
                   AND line.company_id = %(company)s
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.amount_residual < 0
                   AND line.date <= %(date)s
                   AND account.account_type = 'asset_receivable'
                 GROUP BY held.id, line.currency_id
                """,
                cases=list(case_ids),
                company=self.company_id.id,
                date=self.date,
            )
        )
        found = defaultdict(dict)
        for case_id, currency_id, amount, company_amount in rows:
            found[case_id][currency_id] = (amount, company_amount)
        return found
