from odoo import fields, models
from odoo.tools import format_date

# A change of one of these is a new decision.
DECISION = {"verdict", "reason_code", "reason_detail", "next_level_id", "next_date"}


class CollectionItem(models.Model):
    """Why an item was, or was not, chased on a day in the past."""

    _inherit = "collection.item"

    decision_ids = fields.One2many(
        "collection.item.decision", "item_id", string="Decisions", readonly=True
    )

    def write(self, vals):
        """Decisions are written by runs, in SQL; what else decides, decides today."""
        if DECISION & vals.keys() and "decided_on" not in vals:
            today = self.env["collection.action"]._get_today()
            vals = dict(vals, decided_on=today, decision_run=False)
        return super().write(vals)

    def _get_decision(self, day):
        """What was decided about this item on a day; the last word of that day.

        :return: collection.item.decision, empty for a day before it was known
        """
        self.ensure_one()
        # Decisions change in SQL, which the ORM does not see.
        self.env.flush_all()
        self.env["collection.item.decision"].invalidate_model(flush=False)
        return self.env["collection.item.decision"].search(
            [("item_id", "=", self.id), ("as_of", "=", day)], limit=1
        )

    def _explain(self, day):
        """Say why the item was or was not chased on a day, in words."""
        decision = self._get_decision(day)
        facts = {"invoice": self.name, "day": format_date(self.env, day)}
        if not decision:
            return self.env._(
                "%(invoice)s was not in collections yet on %(day)s.", **facts
            )
        verdicts = dict(decision._fields["verdict"]._description_selection(self.env))
        return self.env._(
            "%(invoice)s on %(day)s: %(verdict)s, because: %(reason)s.",
            verdict=verdicts.get(decision.verdict, ""),
            reason=decision.reason,
            **facts,
        )
