from odoo import fields, models
from odoo.tools import SQL

DECISION = ("verdict", "reason_code", "reason_detail", "next_level_id", "next_date")
FUNCTION = SQL.identifier("b2b_collections_keep_decision")
TRIGGER = SQL.identifier("b2b_collections_keep_decision")


class CollectionItemPast(models.Model):
    """Decisions about items that hold no more; read by collection.item.decision.

    Written by the database whenever a statement changes decisions, whoever runs it and
    however many items it concerns: decisions change in many places, and a history with
    holes would be none. Only changes are kept, and the decision of today stands on the
    item: so a first run over a whole ledger writes nothing here.
    """

    _name = "collection.item.past"
    _description = "Former Decision about an Item"
    _log_access = False

    # What refers to an item that is gone is still known by its number.
    item_id = fields.Many2one("collection.item", index=True, ondelete="set null")
    name = fields.Char()
    # Numbers and not references: checking five of them in each of 100,000 rows takes
    # longer than writing the rows. The query over them leaves out what is gone.
    company = fields.Integer(required=True)
    next_level = fields.Integer()
    level = fields.Integer()
    run = fields.Integer()
    day = fields.Date(required=True)
    day_end = fields.Date(required=True)
    verdict = fields.Char()
    reason_code = fields.Char()
    reason_detail = fields.Char()
    next_date = fields.Date()

    _company_idx = models.Index("(company, day)")

    def init(self):
        super().init()
        self.env.cr.execute(self._get_function())

    def _get_function(self):
        before, after = (
            SQL(", ").join(SQL.identifier(row, name) for name in DECISION)
            for row in ("old_item", "new_item")
        )
        return SQL(
            """
            CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger AS $keep$
            BEGIN
                INSERT INTO collection_item_past (
                    item_id, name, company, next_level, level, run, day, day_end,
                    verdict, reason_code, reason_detail, next_date)
                SELECT old_item.id, old_item.name, old_item.company_id,
                       old_item.next_level_id, old_item.level_id,
                       old_item.decision_run,
                       COALESCE(old_item.decided_on, old_item.decision_date,
                                old_item.date_entry, old_item.date_due),
                       COALESCE(new_item.decided_on, old_item.decided_on,
                                old_item.decision_date, old_item.date_entry,
                                old_item.date_due),
                       old_item.verdict, old_item.reason_code,
                       old_item.reason_detail, old_item.next_date
                  FROM old_item
                  JOIN new_item ON new_item.id = old_item.id
                 WHERE old_item.verdict IS NOT NULL
                   AND (%(before)s) IS DISTINCT FROM (%(after)s);
                RETURN NULL;
            END
            $keep$ LANGUAGE plpgsql
            """,
            function=FUNCTION,
            before=before,
            after=after,
        )


class CollectionItem(models.Model):
    _inherit = "collection.item"

    decided_on = fields.Date(readonly=True, help="Since when exactly this is decided.")
    decision_run = fields.Integer(readonly=True, aggregator=None)

    def init(self):
        super().init()
        self.env.cr.execute(
            SQL("DROP TRIGGER IF EXISTS %s ON collection_item", TRIGGER)
        )
        # The function is made with the table that it fills, which comes later.
        self.env.cr.execute(self.env["collection.item.past"]._get_function())
        self.env.cr.execute(
            SQL(
                """
                CREATE TRIGGER %s AFTER UPDATE ON collection_item
                REFERENCING OLD TABLE AS old_item NEW TABLE AS new_item
                FOR EACH STATEMENT EXECUTE FUNCTION %s()
                """,
                TRIGGER,
                FUNCTION,
            )
        )
