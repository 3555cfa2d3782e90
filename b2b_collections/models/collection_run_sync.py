from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Facts of a receivable line that is owed by a debtor. Item and ledger speak of the
# same line, so every statement below reads what this one query found.
# The residual of today counts: a run for a past date leaves out later documents,
# but knows of every payment (the ageing, not the run, looks back in time).
OPEN_LINES = """
    SELECT line.id AS move_line_id,
           line.move_id,
           partner.commercial_partner_id AS partner_id,
           COALESCE(move.partner_id, line.partner_id) AS contact_id,
           COALESCE(NULLIF(move.name, '/'), move.ref) AS name,
           COALESCE(move.invoice_date, line.date) AS date_invoice,
           COALESCE(line.date_maturity, move.invoice_date_due, line.date) AS date_due,
           line.currency_id,
           line.amount_currency AS amount_original,
           line.amount_residual_currency AS amount_residual,
           line.amount_residual AS amount_residual_company,
           -- Nothing but true or null, so that older items need no change.
           NULLIF(move.collection_is_charge, FALSE) AS is_charge,
           line.no_followup,
           move.payment_state
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      JOIN account_account account ON account.id = line.account_id
      JOIN res_partner partner ON partner.id = line.partner_id
     WHERE line.company_id = %(company_id)s
       AND line.parent_state = 'posted'
       AND line.reconciled IS NOT TRUE
       AND line.amount_residual_currency > 0
       AND account.account_type = 'asset_receivable'
"""
# Temporary tables of the transaction: what OPEN_LINES found, and the items that are
# not in collection_item yet. New items enter it together with their decision. Were
# they inserted first and updated then, PostgreSQL would check their nine references
# twice, and that takes longer than all the rest of a first run.
OPEN_LINE = SQL.identifier("collection_open_line")
NEW_ITEM = SQL.identifier("collection_item_new")
ITEM = SQL.identifier("collection_item")
ALL_ITEMS = SQL("(SELECT * FROM %s UNION ALL SELECT * FROM %s)", ITEM, NEW_ITEM)
# New rows from which on the planner has to be told of them.
MANY_ROWS = 1000
FOLLOWED = (
    "partner_id",
    "contact_id",
    "name",
    "date_invoice",
    "date_due",
    "currency_id",
    "amount_original",
    "amount_residual",
    "amount_residual_company",
    "is_charge",
)


class CollectionRun(models.Model):
    """First step of the run: items and cases follow the ledger, in sets.

    Direct SQL, because it touches every open item of the company and the ORM would
    take minutes; nothing listens to these rows but the run itself.
    """

    _inherit = "collection.run"

    def _sync(self):
        """Bring items and cases of this company in line with its ledger."""
        self.ensure_one()
        self.env.flush_all()
        self._find_open_lines()
        self._close_settled_items()
        self._refresh_open_items()
        self._open_cases()
        self._place_items()
        self._prepare_new_items()
        self.env["collection.item"].invalidate_model(flush=False)
        self.env["collection.case"].invalidate_model(flush=False)
        self._assign_policies()

    def _sync_params(self):
        return {
            "company_id": self.company_id.id,
            "date": self.date,
            "run_id": self.id,
            "user_id": self.env.uid,
            "open_line": OPEN_LINE,
            "new_item": NEW_ITEM,
        }

    def _get_first_stage_id(self):
        return self.env["ir.model.data"]._xmlid_to_res_id(
            "b2b_collections.stage_upcoming"
        )

    def _get_horizon(self):
        """Due date up to which some policy may already have a word to say."""
        return fields.Date.add(self.date, days=self._get_lead_days())

    def _get_lead_days(self):
        """Days before the due date on which the earliest notice of any policy falls."""
        earliest = self.env["collection.level"]._read_group(
            Domain("policy_id.active", "=", True)
            & Domain("policy_id.company_id", "in", [False, self.company_id.id]),
            aggregates=["days:min"],
        )[0][0]
        return max(0, -(earliest or 0))

    def _execute_sync(self, query, **extra):
        """Run one statement of the sync and return how many rows it touched."""
        self.env.cr.execute(SQL(query, **self._sync_params(), **extra))
        return self.env.cr.rowcount

    def _close_settled_items(self):
        self._execute_sync(
            """
            UPDATE collection_item item
               SET state = CASE WHEN line.parent_state != 'posted'
                                  OR move.payment_state = 'reversed'
                                THEN 'cancelled' ELSE 'paid' END,
                   reason_code = CASE WHEN line.parent_state != 'posted'
                                        OR move.payment_state = 'reversed'
                                      THEN 'cancelled' ELSE 'paid' END,
                   verdict = 'none',
                   reason_detail = NULL,
                   next_level_id = NULL,
                   next_date = NULL,
                   decision_date = %(date)s,
                   decided_on = %(date)s,
                   decision_run = %(run_id)s,
                   date_closed = %(date)s,
                   amount_residual = 0,
                   amount_residual_company = 0,
                   wait_until = NULL,
                   thanks_due = COALESCE(policy.thank_you, FALSE)
                       AND COALESCE(level.days, -1) >= 0
                       AND line.parent_state = 'posted'
                       AND move.payment_state IS DISTINCT FROM 'reversed'
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id,
                   collection_item known
              LEFT JOIN collection_case held ON held.id = known.case_id
              LEFT JOIN collection_policy policy ON policy.id = held.policy_id
              LEFT JOIN collection_level level ON level.id = known.level_id
             WHERE known.id = item.id
               AND line.id = item.move_line_id
               AND item.company_id = %(company_id)s
               AND item.state = 'open'
               AND NOT EXISTS (
                    SELECT 1 FROM %(open_line)s still
                     WHERE still.move_line_id = item.move_line_id)
               AND (line.reconciled
                    OR line.parent_state != 'posted'
                    OR line.amount_residual_currency <= 0)
            """
        )

    def _find_open_lines(self):
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS %s", OPEN_LINE))
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s",
                OPEN_LINE,
                SQL(OPEN_LINES, company_id=self.company_id.id),
            )
        )
        self._tell_planner(SQL("%s (move_line_id, partner_id)", OPEN_LINE))

    def _tell_planner(self, table, new_rows=MANY_ROWS):
        """Without it the planner takes a table that has just been filled for empty."""
        if new_rows >= MANY_ROWS:
            self.env.cr.execute(SQL("ANALYZE %s", table))

    def _refresh_open_items(self):
        """Copy what changed in the ledger; an item that is open again starts anew.

        Reopened (the payment bounced), it keeps its level, so that the debtor is
        taken up where he stood, and gets a new cycle.
        """
        changed = SQL(" OR ").join(
            SQL("item.%s IS DISTINCT FROM line.%s", name, name)
            for name in map(SQL.identifier, FOLLOWED)
        )
        copied = SQL(", ").join(
            SQL("%s = line.%s", name, name) for name in map(SQL.identifier, FOLLOWED)
        )
        self._execute_sync(
            """
            UPDATE collection_item item
               SET %(copied)s,
                   case_id = CASE WHEN item.partner_id = line.partner_id
                                   AND item.state = 'open'
                                  THEN item.case_id END,
                   cycle = CASE WHEN item.state = 'open' THEN item.cycle
                                ELSE item.cycle + 1 END,
                   state = 'open',
                   date_closed = NULL,
                   thanks_due = FALSE
              FROM %(open_line)s line
             WHERE line.move_line_id = item.move_line_id
               AND (item.state != 'open' OR %(changed)s)
            """,
            copied=copied,
            changed=changed,
        )

    def _open_cases(self):
        count = self._execute_sync(
            """
            INSERT INTO collection_case (
                company_id, partner_id, state, stage_id, user_id,
                create_uid, create_date, write_uid, write_date)
            SELECT %(company_id)s, partner.id, 'open', %(stage_id)s,
                   COALESCE(salesman.id, %(collector_id)s),
                   %(user_id)s, now() AT TIME ZONE 'UTC',
                   %(user_id)s, now() AT TIME ZONE 'UTC'
              FROM (SELECT DISTINCT partner_id
                      FROM %(open_line)s
                     WHERE date_invoice <= %(date)s
                       AND date_due <= %(horizon)s) line
              JOIN res_partner partner ON partner.id = line.partner_id
              LEFT JOIN res_users salesman
                     ON salesman.id = partner.user_id AND salesman.active
             WHERE NOT EXISTS (
                    SELECT 1 FROM collection_case held
                     WHERE held.company_id = %(company_id)s
                       AND held.partner_id = line.partner_id
                       AND held.state = 'open')
             ORDER BY partner.id
            """,
            collector_id=self.company_id.collection_default_user_id.id or None,
            stage_id=self._get_first_stage_id(),
            horizon=self._get_horizon(),
        )
        self._tell_planner(SQL.identifier("collection_case"), count)

    def _place_items(self):
        """Give items that were reopened or changed hands the case of their debtor."""
        self._execute_sync(
            """
            UPDATE collection_item item
               SET case_id = held.id
              FROM collection_case held
             WHERE item.case_id IS NULL
               AND item.state = 'open'
               AND item.company_id = %(company_id)s
               AND held.company_id = item.company_id
               AND held.partner_id = item.partner_id
               AND held.state = 'open'
            """
        )

    def _prepare_new_items(self):
        """Put new items beside collection_item; their decisions take them into it."""
        names = ("move_line_id", "move_id", *FOLLOWED)
        self._make_new_item_table()
        count = self._execute_sync(
            """
            INSERT INTO %(new_item)s (
                %(names)s, company_id, case_id, state, cycle, date_entry, stage_id,
                thanks_due)
            SELECT %(line_names)s, %(company_id)s, held.id, 'open', 1, %(date)s,
                   %(stage_id)s, FALSE
              FROM %(open_line)s line
              JOIN collection_case held
                ON held.company_id = %(company_id)s
               AND held.partner_id = line.partner_id
               AND held.state = 'open'
             WHERE line.date_invoice <= %(date)s
               AND line.date_due <= %(horizon)s
               AND NOT EXISTS (
                    SELECT 1 FROM collection_item item
                     WHERE item.move_line_id = line.move_line_id)
             ORDER BY held.id, line.date_due, line.move_line_id
            """,
            names=SQL(", ").join(SQL.identifier(name) for name in names),
            line_names=SQL(", ").join(SQL.identifier("line", name) for name in names),
            stage_id=self._get_first_stage_id(),
            horizon=self._get_horizon(),
        )
        self._tell_planner(NEW_ITEM, count)

    def _make_new_item_table(self):
        self._execute_sync("DROP TABLE IF EXISTS %(new_item)s")
        self._execute_sync(
            """
            CREATE TEMPORARY TABLE %(new_item)s (
                LIKE collection_item INCLUDING DEFAULTS) ON COMMIT DROP
            """
        )

    def _insert_new_items(self):
        """Take the new items over, now that they have their decision."""
        count = self._execute_sync(
            "INSERT INTO collection_item SELECT * FROM %(new_item)s ORDER BY id"
        )
        self._execute_sync("DROP TABLE %(new_item)s")
        self._tell_planner(ITEM, count)
