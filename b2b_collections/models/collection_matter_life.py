from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .collection_matter import RUNNING, UNFILED


class CollectionMatter(models.Model):
    """From draft to closed: who may take a matter further, and what follows."""

    _inherit = "collection.matter"

    def action_file(self):
        """The claim was handed in: from now on it is what it is."""
        self._check_may_work()
        for matter in self:
            matter._check_fileable()
        today = self.env["collection.action"]._get_today()
        # The rights were checked above; states are nobody's to write.
        for matter_sudo in self.sudo():
            matter_sudo._move("filed", date_filed=today)
            matter_sudo._add_steps("filed", today)
            matter_sudo._finish_filing_deadlines()
            matter_sudo._rest()
        self.case_id._publish_agreements()

    def _check_fileable(self):
        self._check_state("opened" if self.nature == "insolvency" else "draft")
        self._check_estimate()
        if not self.item_ids:
            raise ValidationError(
                self.env._(
                    "Items: %(matter)s claims nothing. Add what is claimed.",
                    matter=self.name,
                )
            )
        self.item_ids._check_open()
        if self.nature == "court":
            self._check_for_court()
            self._check_not_claimed()
        self.kind_id._check_limit(
            {
                currency: float(amount)
                for currency, amount in self._get_claimed().items()
            }
        )

    def _check_estimate(self):
        """What costs money is filed by managers, who know how much it will be."""
        if not self.kind_id.needs_manager:
            return
        self._check_manager(
            self.env._(
                "Filing costs money: only a collections manager may file a matter "
                "of the kind %(kind)s.",
                kind=self.kind_id.name,
            )
        )
        if self.company_currency_id.compare_amounts(self.cost_estimate, 0) <= 0:
            raise ValidationError(
                self.env._(
                    "Estimated costs: enter what %(matter)s will cost before it "
                    "is filed; the decision sheet of the case helps.",
                    matter=self.name,
                )
            )

    def _check_for_court(self):
        """A court hears what is due and not with an agency."""
        early = self.item_ids.filtered(lambda part: not part.item_id._is_due())
        if early:
            raise ValidationError(
                self.env._(
                    "Items: %(item)s is not overdue yet. Remove it, or file later.",
                    item=early[0].item_id.name,
                )
            )
        placed = self.item_ids.item_id._get_live_placements()
        if placed:
            placement = next(iter(placed.values()))
            raise ValidationError(
                self.env._(
                    "Items: some are placed with an agency, see %(placement)s. Recall "
                    "it first, so that nobody collects and sues at the same time.",
                    placement=placement.name,
                )
            )

    def _check_not_claimed(self):
        """Nobody sues twice for the same; an insolvency may follow on a suit."""
        other = self.env["collection.matter.item"].search(
            Domain("item_id", "in", self.item_ids.item_id.ids)
            & Domain("matter_id", "!=", self.id)
            & Domain("matter_id.nature", "=", "court")
            & Domain("matter_id.state", "in", RUNNING),
            limit=1,
        )
        if other:
            raise ValidationError(
                self.env._(
                    "Items: %(item)s is claimed in %(matter)s already. Remove it "
                    "here, or close that matter first.",
                    item=other.item_id.name,
                    matter=other.matter_id.name,
                )
            )

    def action_pending(self):
        """Court or administrator have taken it up."""
        self._check_may_work()
        self._check_state("filed")
        # As above.
        for matter_sudo in self.sudo():
            matter_sudo._move("pending")

    def action_enforce(self):
        """Enforcement of the judgement has been asked for."""
        self._check_may_work()
        self._check_state("judgement")
        # As above.
        for matter_sudo in self.sudo():
            matter_sudo._move("enforcement")

    def action_cancel(self):
        """Give up what was never filed."""
        self._check_may_work()
        self._check_state(*UNFILED)
        # As above.
        for matter_sudo in self.sudo():
            matter_sudo._drop_deadlines()
            matter_sudo._move("cancelled")
        self.case_id._publish_agreements()

    def action_close(self):
        return self._open_wizard("close")

    def action_undo(self):
        return self._open_wizard("undo")

    def _open_wizard(self, mode):
        self.ensure_one()
        self._check_may_work()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close Matter")
            if mode == "close"
            else self.env._("Undo the Last Step"),
            "res_model": "collection.matter.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_matter_id": self.id, "default_mode": mode},
        }

    def _close(self, result, note, drops_deadlines=False, lifts_stop=False):
        """End a matter that was filed, or an insolvency without a claim of ours.

        :param result: see field ``result``
        :param note: why, in words
        :param drops_deadlines: what is still to be done is not done any more
        :param lifts_stop: of an insolvency: the debtor may be contacted again
        :raises UserError: deadlines are open, or it cannot be closed
        """
        self.ensure_one()
        self._check_may_work()
        self._check_state("opened", *RUNNING)
        if not (note or "").strip():
            raise UserError(self.env._("Why: say why the matter is closed."))
        pending = self.deadline_ids.filtered(lambda one: one.state == "open")
        if pending and not drops_deadlines:
            raise UserError(
                self.env._(
                    "Deadlines: %(count)s are still open, the next one is "
                    "“%(what)s”. Mark them as done, or confirm that they are dropped.",
                    count=len(pending),
                    what=pending[0].name,
                )
            )
        today = self.env["collection.action"]._get_today()
        if lifts_stop:
            self._lift_stop()
        # The rights were checked above; states are nobody's to write.
        matter_sudo = self.sudo()
        matter_sudo._drop_deadlines()
        matter_sudo._move("closed", note, result=result, date_closed=today)
        matter_sudo._release(self.env._("%(matter)s was closed", matter=self.name))
        matter_sudo.close_note = note
        self.case_id._publish_agreements()

    def _undo(self, reason, lifts_stop=False):
        """Take back the last step, which was a mistake.

        :param reason: why, in words; it is journalled
        :param lifts_stop: of an insolvency that was none: contact is allowed again
        :raises AccessError: not a collections manager
        """
        self.ensure_one()
        self._check_may_work()
        self._check_manager(
            self.env._("Only a collections manager may undo a step of a matter.")
        )
        if not (reason or "").strip():
            raise UserError(self.env._("Why: say why the step is undone."))
        path = (self.path or "").split()
        if not path:
            raise UserError(
                self.env._("%(matter)s is a draft, nothing was done.", matter=self.name)
            )
        if lifts_stop:
            self._lift_stop()
        # Managers only, see above.
        self.sudo()._step_back(path, reason)
        self.case_id._publish_agreements()

    def _step_back(self, path, reason):
        vals = {"state": path[-1], "path": " ".join(path[:-1])}
        if self.state == "closed":
            vals.update(result=False, date_closed=False, close_note=False)
        if path[-1] in UNFILED:
            vals["date_filed"] = False
        before = self._get_state_name()
        self.write(vals)
        self._record("matter_undone", f"{before}: {reason}")
        if self.state in RUNNING:
            self._rest()
        else:
            self._release(reason)

    def _move(self, state, detail=None, **vals):
        """Go on to a state; the way there is kept for undoing."""
        path = f"{self.path or ''} {self.state}".strip()
        self.write({"state": state, "path": path, **vals})
        self._record(f"matter_{state}", detail)

    def _check_state(self, *states):
        for matter in self:
            if matter.state not in states:
                matter._raise_state()

    def _raise_state(self):
        raise UserError(
            self.env._(
                "%(matter)s is %(state)s, so this cannot be done. Reload the page to "
                "see what can.",
                matter=self.name,
                state=self._get_state_name(),
            )
        )

    def _record(self, event, detail=None):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": matter.company_id.id,
                    "case_id": matter.case_id.id,
                    "event": event,
                    "detail": detail or matter.name,
                    "data": matter._get_journal_data(),
                }
                for matter in self
            ]
        )

    def _get_journal_data(self):
        return {
            "matter": self.id,
            "number": self.name,
            "kind": self.nature,
            "state": self.state,
            "result": self.result or None,
            "opened": self.date_opened or None,
            "filed": self.date_filed or None,
            "claimed": {
                currency.name: str(amount)
                for currency, amount in self._get_claimed().items()
            },
            "items": self.item_ids.item_id.ids,
        }
