from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .collection_placement import PLACED

# Placements whose items are in memory at a time.
PLACEMENTS_AT_A_TIME = 1000
FOLLOWED = (
    "name",
    "state",
    "currency_id",
    "case_id",
    "partner_id",
    "company_id",
    "agency_id",
    "date_placed",
    "promise_date",
    "amount_open",
)


class CollectionRun(models.Model):
    """Placements in a run: followed before decisions, spoken of when it acts."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        super()._follow_agreements()
        # What holds change is decided upon afterwards, by this run.
        self = self.with_context(collection_hold_batch=True)
        found = self._find_followed_placements()
        for ids in split_every(PLACEMENTS_AT_A_TIME, found, list):
            placements = self.env["collection.placement"].search_fetch(
                [("id", "in", ids)], FOLLOWED
            )
            self._follow_safely(placements, lambda some: some._follow(self.date))

    def _find_followed_placements(self):
        """Ids of those with an agency, and of settled ones of which something is open
        again.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT placement.id FROM collection_placement placement
                 WHERE placement.company_id = %(company)s
                   AND (placement.state IN %(placed)s
                        OR placement.state = 'settled'
                       AND EXISTS (
                           SELECT 1 FROM collection_placement_line part
                             JOIN collection_item item ON item.id = part.item_id
                            WHERE part.placement_id = placement.id
                              AND item.state = 'open'))
                 ORDER BY placement.id
                """,
                company=self.company_id.id,
                placed=PLACED,
            )
        )
        return [row[0] for row in rows]

    def _get_cases_with_notices(self):
        rows = self.env["collection.placement"]._read_group(
            [("company_id", "=", self.company_id.id), ("step", "!=", False)],
            ["case_id"],
        )
        return super()._get_cases_with_notices() | {case.id for (case,) in rows}

    def _act_on_agreements(self, cases):
        super()._act_on_agreements(cases)
        placements = self.env["collection.placement"].search(
            [("case_id", "in", cases.ids), ("step", "!=", False)], order="id"
        )
        placements._tell()

    def _follow_up(self):
        super()._follow_up()
        # Agencies of all companies are reminded of by the first run of the night.
        agencies = self.env["collection.agency"].search(
            Domain("company_id", "in", (False, *self.company_id.parent_ids.ids))
        )
        agencies._warn_of_expiry(self.date)
