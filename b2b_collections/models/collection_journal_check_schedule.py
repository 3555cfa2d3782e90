from odoo import api, models


class CollectionJournalCheck(models.Model):
    """Journals are verified without being asked for, and somebody is told."""

    _name = "collection.journal.check"
    _inherit = [
        "collection.journal.check",
        "collection.own.thread",
        "mail.activity.mixin",
    ]
    # Nobody has write access, and whoever reads it may see its task.
    _mail_post_access = "read"

    @api.model
    def _cron_start(self):
        """Begin to verify the journal of every company, unless that is going on.

        Without documents, which takes longer: that is for people and for the command.
        """
        busy = self.search([("state", "=", "running")]).company_id
        companies = (
            self.env["collection.journal.head"].search([("number", ">", 0)]).company_id
            - busy
        )
        checks = self.create(
            [
                {"company_id": company.id, "with_documents": False}
                for company in companies
            ]
        )
        for check in checks:
            check._start()
        self.env.ref("b2b_collections.ir_cron_verify")._trigger()

    def _report(self, *args, **kwargs):
        result = super()._report(*args, **kwargs)
        # Whoever verifies by hand sees the result; of the job's, a manager is told.
        if self.env.su:
            self.activity_schedule(
                "b2b_collections.mail_act_error",
                summary=self.env._("The journal is broken"),
                note=self.problem_text,
                user_id=self.company_id._get_collection_manager().id,
            )
        return result
