from odoo import api, models
from odoo.tools import SQL


class CollectionAgeing(models.Model):
    """The proof that the ageing is the ledger."""

    _inherit = "collection.ageing"

    @api.model
    def _get_proof(self, opened=None):
        """Compare the whole ageing with the receivable accounts of that day.

        :param opened: [(company, currency, amount, amount in company currency)] of
            all rows, where the caller has read them already

        Returns {(company, currency): values}; the currency is that of the journal
        items. Each value is an amount in that currency, the ones that end in
        _company are in company currency:

        - open: what the ageing shows, without any filter;
        - crossed: what matches across currencies or across branches took from one
          line of this table and gave to another;
        - ledger: balance of the receivable accounts in the trial balance;
        - difference: open - crossed - ledger, which must be 0.
        """
        proof = {}
        if opened is None:
            opened = self._read_group(
                [], ["company_id", "currency_id"], ["amount:sum", "amount_company:sum"]
            )
        for company, currency, amount, amount_company in opened:
            values = self._prove(proof, company.id, currency.id)
            values.update(open=amount, open_company=amount_company)
        for name, rows in (
            ("ledger", self.env.execute_query(self._get_ledger_sql())),
            ("crossed", self.env.execute_query(self._get_crossed_sql())),
        ):
            for company_id, currency_id, amount, amount_company in rows:
                values = self._prove(proof, company_id, currency_id)
                values.update({name: amount, f"{name}_company": amount_company})
        for (company, currency), values in proof.items():
            self._round_proof(values, currency, "")
            self._round_proof(values, company.currency_id, "_company")
        return proof

    @api.model
    def _prove(self, proof, company_id, currency_id):
        company = self.env["res.company"].browse(company_id)
        currency = self.env["res.currency"].browse(currency_id)
        names = ("open", "crossed", "ledger")
        return proof.setdefault(
            (company, currency),
            {name + suffix: 0.0 for name in names for suffix in ("", "_company")},
        )

    @api.model
    def _round_proof(self, values, currency, suffix):
        difference = values[f"open{suffix}"] - values[f"crossed{suffix}"]
        difference -= values[f"ledger{suffix}"]
        values[f"difference{suffix}"] = currency.round(difference)

    @api.model
    def _get_ledger_sql(self):
        # Past the ORM on purpose: a proof by the query that it checks proves nothing.
        self.env["account.move.line"].flush_model()
        return SQL(
            """
            SELECT line.company_id, line.currency_id,
                   SUM(line.amount_currency), SUM(line.balance)
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
             WHERE account.account_type = 'asset_receivable'
               AND line.parent_state = 'posted'
               AND line.date <= %s
               AND line.company_id = ANY(%s)
             GROUP BY line.company_id, line.currency_id
            """,
            self._get_settings()[0],
            self.env.companies.ids,
        )

    @api.model
    def _get_crossed_sql(self):
        self.env["account.partial.reconcile"].flush_model()
        return SQL(
            """
            SELECT side.company_id, side.currency_id,
                   SUM(side.own_amount), SUM(side.amount)
              FROM account_partial_reconcile match
              JOIN account_move_line debit ON debit.id = match.debit_move_id
              JOIN account_move_line credit ON credit.id = match.credit_move_id
              JOIN account_account account
                ON account.id = debit.account_id
               AND account.account_type = 'asset_receivable'
             CROSS JOIN LATERAL (VALUES
                       (debit.company_id, debit.currency_id,
                        -match.debit_amount_currency, -match.amount),
                       (credit.company_id, credit.currency_id,
                        match.credit_amount_currency, match.amount)
                   ) side(company_id, currency_id, own_amount, amount)
             WHERE (debit.currency_id <> credit.currency_id
                    OR debit.company_id <> credit.company_id)
               AND debit.parent_state = 'posted' AND debit.date <= %(as_of)s
               AND credit.parent_state = 'posted' AND credit.date <= %(as_of)s
               AND side.company_id = ANY(%(companies)s)
             GROUP BY side.company_id, side.currency_id
            """,
            as_of=self._get_settings()[0],
            companies=self.env.companies.ids,
        )
