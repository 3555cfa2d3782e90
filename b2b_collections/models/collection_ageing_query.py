from odoo import api, models
from odoo.tools import SQL

from ..core import ageing

AGE_DATES = {
    ageing.DUE: "date_due",
    ageing.INVOICE: "date_document",
    ageing.PLAN: "date_agreed",
}


class CollectionAgeing(models.Model):
    """The one query behind the rows, and how they add up."""

    _inherit = "collection.ageing"

    @property
    def _table_query(self):
        as_of, basis, edges = self._get_settings()
        starts = ageing.bucket_starts(edges, basis)
        first = ageing.buckets(edges, basis)[0].key
        return SQL(
            """
            SELECT line.id,
                   line.id AS move_line_id,
                   line.move_id,
                   line.move_name AS name,
                   line.ref,
                   line.account_id,
                   account.non_trade,
                   line.company_id,
                   line.company_currency_id,
                   line.currency_id,
                   debtor.id AS partner_id,
                   debtor.ref AS partner_ref,
                   debtor.name AS partner_name,
                   line.date,
                   aged.date_document,
                   aged.date_due,
                   item.date_plan,
                   aged.days,
                   %(as_of)s - aged.date_due AS days_overdue,
                   aged.bucket,
                   aged.amount,
                   aged.amount_company,
                   aged.amount_company < 0
                       OR (aged.amount_company = 0 AND aged.amount < 0) AS is_credit,
                   %(bucket_columns)s,
                   move.invoice_user_id,
                   item.id AS item_id,
                   debtor_case.id AS case_id,
                   debtor_case.policy_id,
                   item.level_id,
                   COALESCE(item.stage_id, debtor_case.stage_id) AS stage_id,
                   debtor_case.user_id
              FROM account_move_line line
              JOIN account_account account
                ON account.id = line.account_id
               AND account.account_type = 'asset_receivable'
              LEFT JOIN %(debits)s ON debits.line_id = line.id
              LEFT JOIN %(credits)s ON credits.line_id = line.id
              LEFT JOIN account_move move ON move.id = line.move_id
              LEFT JOIN res_partner partner ON partner.id = line.partner_id
              LEFT JOIN res_partner debtor ON debtor.id = partner.commercial_partner_id
              LEFT JOIN collection_item item ON item.move_line_id = line.id
              LEFT JOIN collection_case debtor_case
                ON debtor_case.company_id = line.company_id
               AND debtor_case.partner_id = debtor.id
               AND debtor_case.state = 'open'
             CROSS JOIN LATERAL (
                       SELECT COALESCE(line.invoice_date, line.date) AS date_document,
                              COALESCE(line.date_maturity, line.date) AS date_due,
                              COALESCE(item.date_plan, line.date_maturity, line.date)
                                  AS date_agreed
                   ) dated
             CROSS JOIN LATERAL (SELECT %(as_of)s - dated.%(age_date)s AS days) age
             CROSS JOIN LATERAL (
                       SELECT dated.date_document,
                              dated.date_due,
                              age.days,
                              (%(first)s + width_bucket(age.days, %(starts)s))::text
                                  AS bucket,
                              line.balance - COALESCE(debits.amount, 0)
                                  + COALESCE(credits.amount, 0) AS amount_company,
                              line.amount_currency - COALESCE(debits.own_amount, 0)
                                  + COALESCE(credits.own_amount, 0) AS amount
                   ) aged
             WHERE line.parent_state = 'posted'
               AND line.date <= %(as_of)s
               AND line.company_id = ANY(%(companies)s)
               AND (aged.amount_company <> 0 OR aged.amount <> 0)
            """,
            as_of=SQL("%s::date", as_of),
            age_date=SQL.identifier(AGE_DATES[basis]),
            first=int(first),
            starts=list(starts),
            companies=self.env.companies.ids,
            debits=self._matched("debit", "credit", as_of),
            credits=self._matched("credit", "debit", as_of),
            bucket_columns=SQL(", ").join(
                SQL(
                    "CASE WHEN aged.bucket = %s THEN aged.amount_company ELSE 0 END "
                    "AS %s",
                    key,
                    SQL.identifier(f"bucket_{key}"),
                )
                for key in ageing.BUCKET_KEYS
            ),
        )

    @api.model
    def _matched(self, side, other_side, as_of):
        """Sum what was matched by `as_of` with each line on `side`.

        max_date is the later date of both lines. Draft entries can be matched too,
        and they are not in the trial balance. (An anti-join, for there are few of
        them: to join every line on the other side takes twice as long in all.)
        """
        return SQL(
            """(
                SELECT match.%(line)s AS line_id,
                       SUM(match.amount) AS amount,
                       SUM(match.%(own_amount)s) AS own_amount
                  FROM account_partial_reconcile match
                 WHERE match.max_date <= %(as_of)s
                   AND NOT EXISTS (
                           SELECT FROM account_move_line other
                            WHERE other.id = match.%(other)s
                              AND other.parent_state <> 'posted'
                       )
                 GROUP BY match.%(line)s
            ) %(alias)s""",
            line=SQL.identifier(f"{side}_move_id"),
            other=SQL.identifier(f"{other_side}_move_id"),
            own_amount=SQL.identifier(f"{side}_amount_currency"),
            as_of=as_of,
            alias=SQL.identifier(f"{side}s"),
        )

    def _read_group_select(self, aggregate_spec, query):
        # Currencies are never added up, not even at some rate.
        if aggregate_spec not in ("amount:sum", "amount:sum_currency"):
            return super()._read_group_select(aggregate_spec, query)
        currency = self._field_to_sql(self._table, "currency_id", query)
        return SQL(
            "CASE WHEN MIN(%(currency)s) = MAX(%(currency)s) THEN SUM(%(amount)s) END",
            currency=currency,
            amount=self._field_to_sql(self._table, "amount", query),
        )
