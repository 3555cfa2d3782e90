from odoo import models
from odoo.tools import SQL

from ..core import promise as core

VERDICTS = """
    UPDATE collection_promise promise
       SET state = new.state,
           amount_paid = new.paid,
           amount_other = new.other,
           amount_missing = new.missing,
           kept_rate = new.kept,
           date_ended = new.ended
      FROM (VALUES %s) AS new (id, state, paid, other, missing, kept, ended)
     WHERE promise.id = new.id
"""
LINES = """
    UPDATE collection_promise_line line
       SET amount_left = new.amount
      FROM (VALUES %s) AS new (id, amount)
     WHERE line.id = new.id
"""


class CollectionPromise(models.Model):
    """What follows from a verdict: states, holds, journal."""

    _inherit = "collection.promise"

    def _apply(self, found, verdicts, day):
        """Write what has changed, and let the consequences follow.

        :param found: ``{promise id: Found}``, see collection_promise_judge.py
        :param verdicts: ``{promise id: Verdict}``
        :return: the promises whose state has changed
        """
        changed = {
            key: verdict
            for key, verdict in verdicts.items()
            if (verdict.state, *verdict[1:4]) != (found[key].state, *found[key].numbers)
        }
        self._write_verdicts(changed, found, day)
        moved = self.browse(
            key for key, verdict in changed.items() if verdict.state != found[key].state
        )
        self._write_lines(found, verdicts, day)
        self._record_verdicts(moved)
        before = {promise: found[promise.id].state for promise in moved}
        moved._follow_broken(before, day)
        moved._update_scores()
        moved.case_id._publish_agreements()
        return moved

    def _write_verdicts(self, changed, found, day):
        rows = [
            (
                key,
                verdict.state,
                *verdict[1:4],
                core.keeping(
                    verdict.state,
                    found[key].facts.amount,
                    verdict.paid,
                    verdict.otherwise,
                ),
                None if verdict.state == core.OPEN else day,
            )
            for key, verdict in changed.items()
        ]
        if rows:
            template = "(%s, %s, %s, %s, %s, %s::float, %s::date)"
            self.env.cr.execute_values(VERDICTS, rows, template, page_size=len(rows))
            self.invalidate_model(flush=False)

    def _write_lines(self, found, verdicts, day):
        """Where what is missing is open, and what therefore rests."""
        rows, amounts, unheld_ids = [], {}, []
        for key, verdict in verdicts.items():
            left = dict(verdict.shares)
            for line in found[key].lines:
                amount = left.get(line.item, core.ZERO)
                has_changed = float(amount) != float(line.left)
                if has_changed:
                    rows.append((line.key, amount))
                if line.is_held and (has_changed or verdict.state != core.OPEN):
                    is_open = verdict.state == core.OPEN
                    amounts[line.hold] = float(amount) if is_open else 0.0
                elif line.may_be_held and amount and verdict.state == core.OPEN:
                    unheld_ids.append(line.key)
        Line = self.env["collection.promise.line"]
        if rows:
            self.env.cr.execute_values(LINES, rows, page_size=len(rows))
            Line.invalidate_model(["amount_left"], flush=False)
        holds = self.env["collection.hold"].browse(amounts)
        holds = holds.with_context(collection_hold_batch=True)
        if holds:
            holds._resize(dict(zip(holds, amounts.values(), strict=True)))
        # Open again after a payment was taken back, and back in the case.
        unheld = Line.browse(unheld_ids)
        unheld.filtered(lambda line: line.item_id.state == "open")._hold()

    def _record_verdicts(self, moved):
        for state, promises in moved.grouped("state").items():
            promises._record_promises(f"promise_{state}")

    def _update_scores(self):
        if self:
            self.env["collection.case"]._update_promise_scores(
                SQL("held.partner_id = ANY(%s)", self.partner_id.ids)
            )
