from odoo import models
from odoo.exceptions import UserError

from .collection_placement import PLACED

ENDED = ("recalled", "returned", "settled")


class CollectionPlacement(models.Model):
    """How placements end: recalled by us, returned by the agency, settled."""

    _inherit = "collection.placement"

    def action_close(self):
        self._close()

    def action_update(self):
        """See at once what was paid, instead of in the next run."""
        self._check_may_make()
        # Rights were checked; what is written follows from the ledger.
        placements_sudo = self.sudo()
        placements_sudo._update_amounts()
        placements_sudo._settle_if_paid()

    def _recall(self, reason):
        """Take placements back from the agency; what is only on its way is given up.

        :param reason: why, in words
        :raises AccessError: not the user's case
        :raises UserError: it has ended already, or no reason is given
        """
        self._check_may_make()
        reason = self._check_reason(reason)
        for placement in self:
            if placement.state in ENDED:
                raise placement._get_ended_error()
        waiting = self.filtered(lambda one: one.state in ("submitted", "approved"))
        placed = self - waiting
        placed._check_state(*PLACED)
        waiting._drop_approval()
        # The rights were checked above; states are nobody's to write.
        waiting.sudo()._give_up(reason)
        placed.sudo()._end("recalled", reason)

    def _return(self, reason):
        """The agency gives placements back.

        :param reason: why, in its words
        """
        self._check_may_make()
        reason = self._check_reason(reason)
        self._check_state(*PLACED)
        # As above, or checked by the portal.
        self.sudo()._end("returned", reason)

    def _close(self):
        """Nothing is left to be done: the money is here, the commission is paid."""
        self._check_may_make()
        self._check_state(*ENDED)
        # As above.
        self.sudo()._set_state("closed")
        self._record("placement_closed")

    def _check_reason(self, reason):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Reason: say why; the journal and the agency are told.")
            )
        return reason[:500]

    def _get_ended_error(self):
        if self.state == "settled":
            return UserError(
                self.env._(
                    "%(placement)s is settled: everything was paid or credited, so "
                    "nothing is left to be recalled.",
                    placement=self.name,
                )
            )
        return self._get_state_error()

    def _settle_if_paid(self):
        """End what is paid or credited in full; see :meth:`_update_amounts` first."""
        paid = self.filtered(
            lambda one: one.state in PLACED and one.currency_id.is_zero(one.amount_open)
        )
        if paid:
            paid._end("settled", self.env._("Everything is paid or credited."))

    def _end(self, state, reason):
        """Our own people go on from here; what was paid until now counts."""
        if not self:
            return
        today = self.env["collection.action"]._get_today()
        self._update_amounts()
        self._set_state(
            state,
            date_ended=today,
            end_reason=reason,
            ended_key=self._get_last_key(),
        )
        self._release_holds(self.env._("Placement has ended: %(why)s", why=reason))
        self._record(f"placement_{state}", reason)
        self._close_ack_tasks()
        self.case_id._publish_agreements()
        self._tell_end(state)

    def _tell_end(self, state):
        """Whoever was told that it began hears that it is over."""
        told = self.filtered(lambda one: one.step != "started")
        self.step = False
        if state != "settled" and told:
            told.step = "ended"
            told._tell()

    def _reopen(self):
        """A payment was taken back after everything had seemed to be paid."""
        if not self:
            return
        self._set_state("working", date_ended=False, end_reason=False, ended_key=0)
        self._set_missing_holds()
        words = {
            one: self.env._(
                "%(placement)s: a payment was taken back", placement=one.name
            )
            for one in self
        }
        self._record("placement_reopened", words)
        self.case_id._publish_agreements()
        self._plan_tasks_on_cases(words)
