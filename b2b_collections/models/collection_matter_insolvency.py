from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .collection_matter import OPEN
from .collection_plan import IN_PREPARATION

# Days in which somebody has to find out until when the claim can be filed, where that
# is not known yet: our own rule, no statute's.
FIND_OUT_DAYS = 3


class CollectionMatter(models.Model):
    """An insolvency stops all contact, ends what was agreed, and needs a claim."""

    _inherit = "collection.matter"

    insolvent_since = fields.Date(
        related="partner_id.collection_insolvent_since", string="Contact Stopped Since"
    )

    def action_open(self):
        """Proceedings were opened: from now on nobody contacts the debtor.

        :raises AccessError: not a collections manager
        """
        self._check_may_work()
        self._check_manager(
            self.env._(
                "Only a collections manager may open an insolvency: it stops all "
                "contact with the debtor."
            )
        )
        for matter in self:
            matter._check_openable()
            matter._stop_contact()
            # Managers only, see above.
            matter_sudo = matter.sudo()
            matter_sudo._move("opened")
            matter_sudo._plan_filing()
            matter_sudo._add_steps("opened", matter.date_opened)
            matter_sudo._end_agreements()
            matter_sudo._claim_everything()
        self.case_id._publish_agreements()

    def _check_openable(self):
        self._check_state("draft")
        if self.nature != "insolvency":
            raise UserError(
                self.env._(
                    "%(matter)s is no insolvency. File it, or choose another kind.",
                    matter=self.name,
                )
            )
        today = self.env["collection.action"]._get_today()
        if not self.date_opened or self.date_opened > today:
            raise ValidationError(
                self.env._(
                    "Proceedings opened on: enter the day from the court's decision, "
                    "today or earlier."
                )
            )
        if self.claim_until and self.claim_until < self.date_opened:
            raise ValidationError(
                self.env._(
                    "File the claim by: this day lies before the proceedings were "
                    "opened. Correct one of the two."
                )
            )

    def _claim_everything(self):
        """In an insolvency also what is not due yet is claimed."""
        items = self.case_id._get_claimable_items() - self.item_ids.item_id
        self.env["collection.matter.item"].create(
            [{"matter_id": self.id, "item_id": item.id} for item in items]
        )
        self.item_ids._refresh()

    def _stop_contact(self):
        """Say of the debtor that he is insolvent; an earlier day stays.

        With the user's own rights: the debtor himself checks who may.
        """
        known = self.partner_id.collection_insolvent_since
        if not known or known > self.date_opened:
            self.partner_id.collection_insolvent_since = self.date_opened

    def _plan_filing(self):
        """A deadline for the claim, or for finding out until when."""
        today = self.env["collection.action"]._get_today()
        vals = {
            "name": self.env._("File the claim"),
            "date": self.claim_until,
            "reminder_days": 14,
        }
        if not self.claim_until or self.claim_until < today:
            vals = {
                "name": self.env._("Find out until when the claim can be filed"),
                "kind": "task",
                "date": fields.Date.add(today, days=FIND_OUT_DAYS),
                "reminder_days": FIND_OUT_DAYS,
            }
        deadline = self.env["collection.matter.deadline"].create(
            {"matter_id": self.id, "user_id": self.user_id.id, **vals}
        )
        if vals.get("kind") != "task":
            deadline.source = self.kind_id.source
        deadline._remind(today)

    def _finish_filing_deadlines(self):
        if self.nature != "insolvency":
            return
        names = (
            self.env._("File the claim"),
            self.env._("Find out until when the claim can be filed"),
        )
        self.deadline_ids.filtered(
            lambda one: one.name in names and one.state in ("open", "missed")
        ).action_done()

    def _end_agreements(self):
        """Promises and plans cannot be kept any more: what is paid now goes to all
        creditors, and single ones may have to give it back.

        What is queued is withdrawn at once, and not only when it would have left.
        """
        why = self.env._("%(matter)s: the debtor is insolvent", matter=self.name)
        self.env["collection.action"].search(
            Domain("partner_id", "=", self.partner_id.id)
            & Domain("state", "in", ("to_approve", "queued", "planned", "to_print"))
        )._cancel(why)
        items = self.env["collection.item"].search(
            Domain("case_id", "=", self.case_id.id) & Domain("state", "=", "open")
        )
        self.env["collection.promise"].search(
            Domain("case_id", "=", self.case_id.id) & Domain("state", "=", "open")
        )._close("withdrawn", why)
        plans = self.env["collection.plan"].search(
            Domain("case_id", "=", self.case_id.id)
            & Domain("state", "in", (*IN_PREPARATION, "active"))
        )
        plans.filtered(lambda plan: plan.state != "active")._drop_approval()
        plans._end("cancelled", why)
        self._recall_placements(items, why)

    def _recall_placements(self, items, why):
        """An agency may not contact the debtor either."""
        placed = items._get_live_placements()
        placements = {placement.id: placement for placement in placed.values()}
        for placement in placements.values():
            placement._recall(why)

    def _lift_stop(self):
        """Allow contact again, with the user's own rights.

        :raises UserError: another insolvency of the debtor is open
        """
        # Whether there is one in another company counts as well; nothing of it is
        # shown.
        others_sudo = self.sudo().search(
            Domain("partner_id", "=", self.partner_id.id)
            & Domain("nature", "=", "insolvency")
            & Domain("state", "in", OPEN)
            & Domain("id", "!=", self.id)
        )
        if self.nature != "insolvency" or others_sudo:
            raise UserError(
                self.env._(
                    "Contact with %(debtor)s stays stopped: another insolvency "
                    "matter is open. Close that one first.",
                    debtor=self.partner_id.name,
                )
            )
        self._check_manager(
            self.env._("Only a collections manager may allow contact again.")
        )
        self.partner_id.collection_insolvent_since = False
