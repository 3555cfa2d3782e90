from odoo import models
from odoo.tools import SQL


class CollectionCase(models.Model):
    """Level and stage of a case, its invoices and its debtor follow the items.

    Set-based, and only where something changed: an invoice is never written for
    nothing, and no invoice gets a line in its chatter.
    """

    _inherit = "collection.case"

    def _publish_levels(self):
        if not self:
            return
        self.env["collection.item"].flush_model(["level_id", "stage_id", "state"])
        self.env["collection.case"].flush_model(["level_id", "stage_id", "state"])
        self._publish_on_cases()
        self._publish_agreements()
        self._publish_on_moves()
        self._publish_on_partners()

    def _publish_on_cases(self):
        """A climb moves the case to the stage of the level, wherever it stood."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case held
                   SET level_id = top.level_id, stage_id = top.stage_id
                  FROM (SELECT DISTINCT ON (item.case_id)
                               item.case_id, level.id AS level_id, level.stage_id,
                               level.days
                          FROM collection_item item
                          JOIN collection_level level ON level.id = item.level_id
                         WHERE item.case_id = ANY(%(ids)s) AND item.state = 'open'
                         ORDER BY item.case_id, level.days DESC, level.id) top
                 WHERE held.id = top.case_id
                   AND held.level_id IS DISTINCT FROM top.level_id
                   AND top.days > COALESCE(
                       (SELECT days FROM collection_level WHERE id = held.level_id),
                       -100000)
                """,
                ids=self.ids,
            )
        )
        self.env["collection.case"].invalidate_model(
            ["level_id", "stage_id"], flush=False
        )

    def _publish_on_moves(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE account_move move
                   SET collection_level_id = top.level_id,
                       collection_stage_id = top.stage_id
                  FROM (SELECT DISTINCT ON (item.move_id)
                               item.move_id,
                               CASE WHEN item.state = 'open' THEN item.level_id END
                                   AS level_id,
                               CASE WHEN item.state = 'open' THEN item.stage_id END
                                   AS stage_id
                          FROM collection_item item
                          LEFT JOIN collection_level level ON level.id = item.level_id
                         WHERE item.case_id = ANY(%(ids)s)
                         ORDER BY item.move_id, item.state = 'open' DESC,
                                  level.days DESC NULLS LAST) top
                 WHERE move.id = top.move_id
                   AND (move.collection_level_id IS DISTINCT FROM top.level_id
                        OR move.collection_stage_id IS DISTINCT FROM top.stage_id)
                """,
                ids=self.ids,
            )
        )
        self.env["account.move"].invalidate_model(
            ["collection_level_id", "collection_stage_id"], flush=False
        )

    def _publish_on_partners(self):
        """Company-dependent fields are JSON by company: {"1": 7}."""
        for name in ("level_id", "stage_id"):
            column = SQL.identifier(f"collection_{name}")
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE res_partner partner
                       SET %(column)s = CASE WHEN fresh.value IS NULL
                           THEN partner.%(column)s - fresh.company
                           ELSE COALESCE(partner.%(column)s, '{}'::jsonb)
                                || jsonb_build_object(fresh.company, fresh.value)
                           END
                      FROM (SELECT held.partner_id, held.company_id::text AS company,
                                   MAX(held.%(name)s) FILTER (
                                       WHERE held.state = 'open') AS value
                              FROM collection_case held
                              JOIN collection_case asked
                                ON asked.partner_id = held.partner_id
                               AND asked.company_id = held.company_id
                             WHERE asked.id = ANY(%(ids)s)
                             GROUP BY held.partner_id, held.company_id) fresh
                     WHERE partner.id = fresh.partner_id
                       AND (partner.%(column)s ->> fresh.company)::int
                           IS DISTINCT FROM fresh.value
                    """,
                    column=column,
                    name=SQL.identifier(name),
                    ids=self.ids,
                )
            )
        self.env["res.partner"].invalidate_model(
            ["collection_level_id", "collection_stage_id"], flush=False
        )

    def _close_settled(self, company):
        """Close the cases without open items; return what was closed."""
        self.env["collection.case"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE collection_case held
                   SET state = 'closed', stage_id = %s, level_id = NULL,
                       closed_date = %s,
                       has_contact_problem = FALSE, error = NULL
                 WHERE held.company_id = %s
                   AND held.state = 'open'
                   AND NOT EXISTS (
                       SELECT 1 FROM collection_item item
                        WHERE item.case_id = held.id AND item.state = 'open')
             RETURNING held.id
                """,
                self.env.ref("b2b_collections.stage_closed").id,
                self.env["collection.action"]._get_today(),
                company.id,
            )
        )
        closed = self.browse(row[0] for row in rows)
        self.env["collection.case"].invalidate_model(flush=False)
        closed.hold_ids._settle()
        self.env["collection.action"].search(
            [
                ("case_id", "in", closed.ids),
                ("state", "in", ("to_approve", "planned")),
            ]
        )._cancel(self.env._("Everything is paid."))
        return closed
