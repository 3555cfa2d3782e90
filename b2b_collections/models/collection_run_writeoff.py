from odoo import models
from odoo.tools import SQL

RECOVERY_TASK = "b2b_collections.mail_act_writeoff_recovery"


class CollectionRun(models.Model):
    """By night: has anybody paid of whom a debt was written off?"""

    _inherit = "collection.run"

    def _follow_up(self):
        super()._follow_up()
        self._hint_at_recoveries()

    def _hint_at_recoveries(self):
        """A task where a debtor with write-offs has an unmatched credit.

        Once for each write-off; the newest, where a debtor has several.
        """
        rows = self._find_recoveries()
        if not rows:
            return
        kind = self.env.ref(RECOVERY_TASK)
        writeoffs = self.env["collection.writeoff"].browse(row[0] for row in rows)
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": kind.id,
                    "summary": kind.summary,
                    "res_model_id": self.env["ir.model"]._get_id(writeoff._name),
                    "res_id": writeoff.id,
                    "user_id": writeoff.case_id.user_id.id or writeoff.user_id.id,
                    "date_deadline": self.date,
                }
                for writeoff in writeoffs
            ]
        )

    def _find_recoveries(self):
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (writeoff.partner_id, writeoff.currency_id)
                       writeoff.id
                  FROM collection_writeoff writeoff
                 WHERE writeoff.company_id = %(company)s
                   AND writeoff.state = 'posted'
                   AND writeoff.amount_lost > 0
                   AND EXISTS (
                       SELECT 1
                         FROM res_partner partner
                         JOIN account_move_line line ON line.partner_id = partner.id
                         JOIN account_account account ON account.id = line.account_id
                        WHERE partner.commercial_partner_id = writeoff.partner_id
                          AND line.company_id = writeoff.company_id
                          AND line.currency_id = writeoff.currency_id
                          AND line.parent_state = 'posted'
                          AND line.reconciled IS NOT TRUE
                          AND line.amount_residual_currency < 0
                          AND line.date >= writeoff.date
                          AND account.account_type = 'asset_receivable')
                   AND NOT EXISTS (
                       SELECT 1 FROM mail_activity task
                        WHERE task.res_model = 'collection.writeoff'
                          AND task.res_id = writeoff.id
                          AND task.activity_type_id = %(kind)s
                          AND task.active)
                 ORDER BY writeoff.partner_id, writeoff.currency_id, writeoff.id DESC
                """,
                company=self.company_id.id,
                kind=self.env.ref(RECOVERY_TASK).id,
            )
        )
