from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_placement import LIVE, PLACED

HOLD_REASON = "b2b_collections.hold_reason_placement"


class CollectionPlacement(models.Model):
    """From draft to placed, and what follows from that."""

    _inherit = "collection.placement"

    def action_submit(self):
        return self._do_each("_submit")

    def action_place(self):
        return self._do_each("_place")

    def action_draft(self):
        """Take back to draft what is not placed yet, to change it."""
        self._check_may_make()
        self._check_state("submitted", "approved")
        self._drop_approval()
        # The right to make placements was checked; states are nobody's to write.
        self.sudo()._set_state("draft", fee_terms=False)

    def action_give_up(self):
        """Close what was never placed."""
        self._check_may_make()
        self._check_state("draft", "submitted", "approved")
        self._drop_approval()
        # As above.
        self.sudo()._give_up(self.env._("Given up before it was placed"))

    def _submit(self):
        """Ask for approval; below all thresholds it is approved at once.

        :raises AccessError: not the user's case
        :raises UserError: an item is paid, disputed, promised, in a plan or placed
            already, the agency is not vetted, evidence is missing
        """
        self._check_may_make()
        self._check_state("draft")
        self._check_ready()
        # As above; from now on its items are taken.
        for placement_sudo in self.sudo():
            placement_sudo.line_ids._refresh()
            placement_sudo._find_previous()
            placement_sudo.fee_terms = placement_sudo._get_fees()
            placement_sudo._set_state("submitted")
        self._record("placement_submitted")
        self._request_approval()

    def _place(self):
        """Hand approved placements to their agencies.

        Everything is checked again. The debtor is told, our own dunning rests if the
        policy says so, and the file for the agency is made.

        :raises AccessError: not the user's case
        :raises UserError: not approved, or what was approved has changed since
        """
        self._check_may_make()
        self._check_state("approved")
        self._check_approved()
        self._check_ready(is_placing=True)
        # As above.
        self.sudo()._hand_over()

    def _hand_over(self):
        today = self.env["collection.action"]._get_today()
        self._set_state("placed", date_placed=today, ack_asked_on=False)
        # What was paid since approval does not go to the agency.
        self.line_ids._refresh()
        self._set_missing_holds()
        self._record("placement_placed")
        self.case_id._publish_agreements()
        self.step = "started"
        self._tell()
        self._make_handoff_file()

    def _set_missing_holds(self):
        """Each open item that is placed is held, where the policy says so."""
        found = self._find_unheld()
        if not found:
            return
        reason = self.env.ref(HOLD_REASON)
        for case, lines in found.grouped(lambda line: line.item_id.case_id).items():
            holds = case._hold(reason, items=lines.item_id, source="system")
            by_item = {hold.item_id: hold for hold in holds}
            for line in lines:
                line.hold_id = by_item[line.item_id]

    def _find_unheld(self):
        """Lines that are open and not held; payments bounce, so that an item may come
        back whose hold had ended.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT part.id
                  FROM collection_placement_line part
                  JOIN collection_placement placement
                    ON placement.id = part.placement_id
                  JOIN collection_item item ON item.id = part.item_id
                  JOIN collection_case held ON held.id = item.case_id
                  JOIN account_move_line line ON line.id = item.move_line_id
                  LEFT JOIN collection_policy policy ON policy.id = held.policy_id
                  LEFT JOIN collection_hold hold ON hold.id = part.hold_id
                 WHERE placement.id = ANY(%s)
                   AND placement.state IN %s
                   AND COALESCE(policy.placement_holds, TRUE)
                   AND item.state = 'open'
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.amount_residual_currency > 0
                   AND (hold.id IS NULL OR hold.end_kind IS NOT NULL)
                 ORDER BY part.id
                """,
                self.ids,
                PLACED,
            )
        )
        return self.env["collection.placement.line"].browse(row[0] for row in rows)

    def _release_holds(self, reason):
        running = self.line_ids.hold_id.filtered(
            lambda hold: hold.state in ("planned", "active")
        )
        if running:
            running._release(reason)

    def _give_up(self, reason):
        today = self.env["collection.action"]._get_today()
        self._set_state("closed", date_ended=today, end_reason=reason)
        self._record("placement_given_up", reason)

    def _find_previous(self):
        """The last placement of any of these items that was in force."""
        lines = self.line_ids
        if not lines:
            return
        # Written by what happens and not by people; read by who may read these.
        before_sudo = (
            self.env["collection.placement.line"]
            .sudo()
            .search(
                Domain("item_id", "in", lines.item_id.ids)
                & Domain("placement_id.date_placed", "!=", False)
                & Domain("placement_id.date_ended", "!=", False)
                & Domain("placement_id", "not in", self.ids),
                order="placement_id",
            )
        )
        by_item = {line.item_id.id: line.placement_id for line in before_sudo}
        for placement_sudo in self.sudo():
            found = [by_item.get(item.id) for item in placement_sudo.line_ids.item_id]
            keys = [one.id for one in found if one]
            placement_sudo.previous_id = max(keys, default=False)

    def _set_state(self, state, **vals):
        self.write({"state": state, **vals})
        self.line_ids.write({"is_live": state in LIVE})

    def _check_state(self, *states):
        for placement in self:
            if placement.state not in states:
                raise placement._get_state_error()

    def _get_state_error(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return UserError(
            self.env._(
                "%(placement)s is “%(state)s”, so this cannot be done. Reload the page "
                "to see what can.",
                placement=self.name,
                state=states[self.state],
            )
        )

    def _record(self, event, detail=None):
        """
        :param detail: text for all of them, or ``{placement: text}``
        """
        details = detail if isinstance(detail, dict) else dict.fromkeys(self, detail)
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": placement.company_id.id,
                    "case_id": placement.case_id.id,
                    "event": event,
                    "detail": details[placement] or placement.name,
                    "data": placement._get_journal_data(),
                }
                for placement in self
            ]
        )

    def _get_journal_data(self):
        return {
            "placement": self.id,
            "number": self.name,
            "agency": self.agency_id.name,
            "state": self.state,
            "currency": self.currency_id.name,
            "placed": str(self.amount_placed),
            "agency_recovered": str(self.amount_agency),
            "direct": str(self.amount_direct),
            "credited": str(self.amount_credited),
            "open": str(self.amount_open),
            "items": self.line_ids.item_id.ids,
        }


class CollectionPlacementLine(models.Model):
    _inherit = "collection.placement.line"

    hold_id = fields.Many2one("collection.hold", readonly=True, ondelete="set null")

    def _refresh(self):
        """Take over what is open by now, and how old it is."""
        names = ["amount_placed", "settled_key", "days_overdue", "amount_open"]
        for name in names:
            self.env.add_to_compute(self._fields[name], self)
        self._recompute_recordset(names)
        # What adds them up does not hear of what was not changed by a dependency.
        self.modified(names)
