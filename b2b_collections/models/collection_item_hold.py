from odoo import fields, models
from odoo.tools import formatLang

from ..core.decide import exact
from ..core.holds import Hold, first_free_day, held_part
from ..core.ladder import ANNOUNCE, NEXT, RAISE, RESTART, RESUME
from .collection_hold_facts import find_held


class CollectionItem(models.Model):
    """What is on hold of an item, and how it comes back in."""

    _inherit = "collection.item"

    hold_ids = fields.One2many("collection.hold", "item_id", readonly=True)
    amount_held = fields.Monetary(
        string="On Hold", readonly=True, help="Not asked for; document currency."
    )
    amount_held_company = fields.Monetary(
        string="On Hold (Company)",
        readonly=True,
        currency_field="company_currency_id",
        help="Company currency.",
    )
    hold_until = fields.Date(
        readonly=True, help="Last day on which exactly this amount is on hold."
    )
    comeback = fields.Selection(
        [
            (RESUME, "Resume: the next level, the days between levels later"),
            (RESTART, "Restart: with the first reminder"),
            (ANNOUNCE, "Same: the last level once more"),
            (NEXT, "Next: the next level at once"),
            (RAISE, "Raise: one level is skipped, the one after it comes at once"),
        ],
        string="Comes Back In",
        readonly=True,
        help="Instead of what the policy says of holds, for instance after a broken "
        "promise. It has no effect any more once a level was given.",
    )
    comeback_on = fields.Date(readonly=True, help="First day back.")

    _held_idx = models.Index("(case_id) WHERE amount_held > 0")

    def _get_held(self, day=None):
        """``{item id: Held}`` of those that ever had a hold, as of now."""
        day = day or self.env["collection.action"]._get_today()
        facts = self.env["collection.hold"]._read_facts(self.case_id.ids)
        found = {
            item.id: find_held(
                facts, item.case_id.id, item.id, item.amount_residual, day
            )
            for item in self
        }
        return {item_id: held for item_id, held in found.items() if held}

    def _describe_held(self):
        """What is on hold of these items, which are all of one currency, in words."""
        held = self.filtered(lambda item: item.state == "open" and item.amount_held)
        if not held:
            return ""
        return self.env._(
            "%(amount)s on hold",
            amount=formatLang(
                self.env, sum(held.mapped("amount_held")), currency_obj=held.currency_id
            ),
        )

    def _get_standings(self, day=None):
        """``{item id: Standing}``: the items as the ladder takes them."""
        held = self._get_held(day)
        return {
            item.id: item._get_standing(
                held[item.id].resumed_on if item.id in held else None
            )
            for item in self
        }

    def _preview_return(self, start, until, amount=None):
        """How items would come back in after a hold that is not set yet.

        :param start: first day, ``until``: last day, ``None`` if it is open-ended
        :param amount: part of the item, ``None`` for all of it
        :return: list of ``(item, first day that it is not held as a whole, Decision on
            that day)``; no day where it never ends, no decision where no policy fits
        """
        facts = self.env["collection.hold"]._read_facts(self.case_id.ids)
        part = exact(amount) if amount else None
        planned = Hold(0, start, until, part)
        return [
            (item, *item._play_return(facts[item.case_id.id], planned)) for item in self
        ]

    def _play_return(self, facts_of_case, planned):
        holds = [planned, *facts_of_case[None], *facts_of_case[self.id]]
        residual = exact(self.amount_residual)
        today = self.env["collection.action"]._get_today()
        begins = max(planned.start, today)
        free = first_free_day(holds, residual, begins)
        policy = self.case_id.policy_id
        if free is None or not policy:
            return free, None
        resumed_on = held_part(holds, residual, free).resumed_on
        ladder = policy._get_ladder()
        return free, ladder.decide(self._get_standing(resumed_on), free)
