from odoo import models

# What the state of a plan says of the offer.
ANSWERS = {
    "signed": "accepted",
    "active": "accepted",
    "cancelled": "dropped",
}


class CollectionPlan(models.Model):
    """Plans that are offered to debtors stand in the history of offers."""

    _inherit = "collection.plan"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or vals.get("offered_on"):
            self._note_offers(vals)
        return result

    def _note_offers(self, vals):
        """Note the offer, or what came of it."""
        # What a plan says of itself is noted, whoever changed it.
        Offer_sudo = self.env["collection.offer"].sudo()
        waiting = Offer_sudo.search(
            [("plan_id", "in", self.ids), ("answer", "=", "waiting")]
        )
        by_plan = waiting.grouped("plan_id")
        if vals.get("state") == "proposed" or vals.get("offered_on"):
            for plan in self:
                offer = by_plan.get(plan)
                if offer:
                    offer.write(plan._prepare_offer_vals())
                else:
                    Offer_sudo.create(plan._prepare_offer_vals())
        elif vals["state"] in ANSWERS:
            waiting.answer = ANSWERS[vals["state"]]
        elif vals["state"] == "draft":
            for plan in self.filtered("decline_reason"):
                by_plan.get(plan, waiting.browse()).write(
                    {"answer": "refused", "answer_note": plan.decline_reason}
                )

    def _prepare_offer_vals(self):
        self.ensure_one()
        return {
            "case_id": self.case_id.id,
            "plan_id": self.id,
            "date": self.env["collection.action"]._get_today(),
            "kind": "plan",
            "currency_id": self.currency_id.id,
            "amount": self.amount_total,
            "instalments": len(self.line_ids),
            "discount": self._get_fraction(),
            "terms": self.name,
            "user_id": self.env.uid,
        }
