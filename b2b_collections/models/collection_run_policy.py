from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_run_sync import ALL_ITEMS


class CollectionRun(models.Model):
    """Which policy applies to which case."""

    _inherit = "collection.run"

    def _assign_policies(self):
        """Give each open case its policy: by hand first, then the first that fits."""
        Case = self.env["collection.case"].with_context(active_test=False)
        cases = Case.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "open")]
        )
        cases.fetch(["partner_id", "policy_id"])
        wanted = self._match_policies(cases)
        changes = defaultdict(list)
        for case in cases:
            policy_id = wanted.get(case.id, False)
            if case.policy_id.id != policy_id:
                changes[policy_id].append(case.id)
        for policy_id, case_ids in changes.items():
            moved = Case.browse(case_ids)
            # A first policy is no news; a change of policy is, and is tracked.
            fresh = moved.filtered(lambda case: not case.policy_id)
            self._set_first_policy(fresh, policy_id)
            (moved - fresh).policy_id = policy_id

    def _set_first_policy(self, cases, policy_id):
        """In one statement: a first run gives thousands of new cases their policy."""
        if not cases:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE collection_case SET policy_id = %s WHERE id = ANY(%s)",
                policy_id or None,
                cases.ids,
            )
        )
        cases.invalidate_recordset(["policy_id"], flush=False)

    def _match_policies(self, cases):
        """Return ``{case id: policy id}`` for the cases that some policy fits."""
        wanted = {}
        rest = set(cases.ids)
        policies = self.env["collection.policy"].search(
            [("company_id", "in", [False, self.company_id.id])]
        )
        totals = self._get_debtor_totals(policies)
        for policy in policies:
            fitting = self._search_case_ids(
                Domain("collection_policy_id", "=", policy.id)
            )
            for case_id in rest & fitting:
                wanted[case_id] = policy.id
            rest -= fitting
        for policy in policies:
            if not rest:
                break
            fitting = rest & self._search_case_ids(policy._get_debtor_domain())
            fitting = policy._filter_by_total(fitting, totals)
            for case_id in fitting:
                wanted[case_id] = policy.id
            rest -= fitting
        return wanted

    def _search_case_ids(self, partner_domain):
        """Ids of this company's open cases whose debtor meets the domain."""
        query = SQL(
            "SELECT id FROM collection_case WHERE company_id = %s AND state = 'open'",
            self.company_id.id,
        )
        if partner_domain != Domain.TRUE:
            partners = (
                self.env["res.partner"]
                .with_company(self.company_id)
                .with_context(active_test=False)
                ._search(partner_domain)
            )
            query = SQL("%s AND partner_id IN %s", query, partners.subselect())
        return {row[0] for row in self.env.execute_query(query)}

    def _get_debtor_totals(self, policies):
        """Open amount per case in company currency, where a policy asks for it."""
        if not any(p.debtor_amount_min or p.debtor_amount_max for p in policies):
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT case_id, SUM(amount_residual_company)
                      FROM %s item
                     WHERE company_id = %s AND state = 'open'
                     GROUP BY case_id
                    """,
                    ALL_ITEMS,
                    self.company_id.id,
                )
            )
        )
