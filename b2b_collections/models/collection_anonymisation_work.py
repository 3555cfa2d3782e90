from odoo import api, models
from odoo.fields import Command

from .collection_anonymisation import CASES_AT_A_TIME, TASK


class CollectionAnonymisation(models.Model):
    """Doing it, in batches, and the scheduled job."""

    _inherit = "collection.anonymisation"

    def _work(self):
        """Forget one batch of cases; return how many are left."""
        self.ensure_one()
        # Rights were checked when it was confirmed; the rows are everybody's.
        self = self.sudo()
        lines = self.line_ids.filtered(lambda line: not line.is_done)
        batch = lines[:CASES_AT_A_TIME]
        # The list may be old: of a case that was forgotten since, or of a period that
        # was made longer.
        today = self.env["collection.action"]._get_today()
        cases = batch.case_id & batch.case_id._find_over(self.company_id, today)
        if cases:
            persons = batch.contact_ids
            counts = self.env["collection.privacy"]._forget_cases(cases)
            self._journal(cases, counts)
            self.env["collection.privacy"]._forget_contacts(persons)
            if self.company_id.collection_forget_contacts:
                persons._forget_unused()
        # The list itself must not remember whom it was about.
        batch.write({"is_done": True, "contact_ids": [Command.clear()]})
        self.done_count += len(batch)
        left = len(lines) - len(batch)
        if not left:
            self.state = "done"
        return left

    def _journal(self, cases, counts):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": case.company_id.id,
                    "event": "anonymised",
                    "case_id": case.id,
                    "data": {
                        **counts[case.id],
                        "months": self.months,
                        "anonymisation": self.id,
                    },
                }
                for case in cases
            ]
        )

    @api.model
    def _cron_retention(self):
        """Prepare what is over in each company; go on with what was confirmed."""
        companies = self.env["res.company"].search(
            [("collection_retention_months", ">", 0)]
        )
        for company in companies:
            self._prepare_for(company)
            self.env["ir.cron"]._commit_progress(remaining=len(companies))
        running = self.search([("state", "=", "running")], order="id")
        for record in running:
            left = 1
            while left:
                left = record._work()
                if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _prepare_for(self, company):
        """One list at a time; who does not look at it is not given another."""
        today = self.env["collection.action"]._get_today()
        waiting = self.search(
            [("company_id", "=", company.id), ("state", "in", ("prepared", "running"))],
            limit=1,
        )
        if waiting or not self.env["collection.case"]._find_over(company, today):
            return
        record = self.create({"company_id": company.id, "date": today})
        record._prepare()
        if company.collection_retention_automatic:
            record._confirm()
        else:
            record._ask_manager()

    def _ask_manager(self):
        manager = self.company_id.collection_approver_id or self.env.ref(
            "base.user_admin"
        )
        self.activity_schedule(
            TASK,
            self.date,
            summary=self.env._(
                "%(count)s old cases: look at the list and anonymise them",
                count=self.case_count,
            ),
            user_id=manager.id,
        )
