from odoo import models
from odoo.exceptions import UserError

from .collection_writeoff import LIVE


class CollectionWriteoff(models.Model):
    """From draft to approved: who may take a write-off further, and what follows."""

    _inherit = "collection.writeoff"

    def action_submit(self):
        """Ask for approval; below all thresholds it is approved at once."""
        self._check_may_make()
        self._check_state("draft")
        self._check_evidence()
        self._check_items()
        # The right to propose was checked; states are nobody's to write.
        self.sudo()._set_state("submitted", end_reason=False)
        self._record("writeoff_submitted")
        self._request_approval()

    def action_draft(self):
        """Take one back that is not posted yet, to change it."""
        self._check_may_make()
        self._check_state("submitted", "approved", "refused")
        self._drop_approval()
        # As above.
        self.sudo()._set_state("draft", end_reason=False)

    def action_cancel(self):
        """Give the proposal up; the items go on as before."""
        self._check_may_make()
        self._check_state("draft", "submitted", "approved", "refused")
        self._drop_approval()
        # As above.
        self.sudo()._set_state("cancelled")
        self._record("writeoff_cancelled")

    def action_post(self):
        """Post what was approved."""
        self._post()

    def _set_state(self, state, **vals):
        self.write({"state": state, **vals})
        self.line_ids.write({"is_live": state in LIVE})
        # Before another write-off takes an item over that this one leaves.
        self.line_ids.flush_recordset(["is_live"])
        self.case_id._publish_agreements()

    def _check_evidence(self):
        """Nobody gives up money without what his reason asks for."""
        for writeoff in self:
            reason = writeoff.reason_id
            if reason.needs_note and not (writeoff.note or "").strip():
                raise UserError(
                    self.env._(
                        "Explanation: say in a few words why nothing more is to be "
                        "expected. The reason “%(reason)s” asks for it. %(needed)s",
                        reason=reason.name,
                        needed=reason.evidence or "",
                    )
                )
            if reason.needs_document and not writeoff.attachment_ids:
                raise UserError(
                    self.env._(
                        "Evidence: attach the document that proves it. The reason "
                        "“%(reason)s” asks for it. %(needed)s",
                        reason=reason.name,
                        needed=reason.evidence or "",
                    )
                )

    def _record(self, event, detail=None, data=None):
        """
        :param detail: text for all of them
        :param data: further plain values, dict
        """
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": writeoff.company_id.id,
                    "case_id": writeoff.case_id.id,
                    "event": event,
                    "detail": detail or writeoff.name,
                    "data": writeoff._get_journal_data() | (data or {}),
                }
                for writeoff in self
            ]
        )

    def _get_journal_data(self):
        return {
            "writeoff": self.id,
            "number": self.name,
            "state": self.state,
            "reason": self.reason_id.code or self.reason_id.id,
            "currency": self.currency_id.name,
            "amount": str(self.amount),
            "company_amount": str(self.amount_company),
            "tax": str(self.amount_tax),
            "recovered": str(self.amount_recovered),
            "entry": self.move_id.id or None,
            "items": [[line.item_id.id, str(line.amount)] for line in self.line_ids],
        }
