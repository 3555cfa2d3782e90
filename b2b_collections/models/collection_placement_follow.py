from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_amount

from .collection_placement import PLACED

TASK = "b2b_collections.mail_act_placement"
TASK_ACK = "b2b_collections.mail_act_placement_ack"


class CollectionPlacement(models.Model):
    """How placements are followed, every night and in sets."""

    _inherit = "collection.placement"

    ack_asked_on = fields.Date(
        string="Acknowledgement Asked For",
        readonly=True,
        copy=False,
        help="Day on which somebody was told that the agency has not answered.",
    )

    def _follow(self, day):
        """Bring these placements up to date with the ledger, and draw conclusions.

        :param day: what is judged as of
        """
        self._follow_cases()
        self._update_amounts()
        ended = self.filtered(lambda one: one.state == "settled")
        ended.filtered(
            lambda one: not one.currency_id.is_zero(one.amount_open)
        )._reopen()
        running = self - ended
        running._settle_if_paid()
        running = running.filtered(lambda one: one.state in PLACED)
        running._set_missing_holds()
        running._note_silence(day)
        running._note_broken_word(day)

    def _follow_cases(self):
        """Items that were opened again may have a new case."""
        for placement in self.filtered(lambda one: one.case_id.state == "closed"):
            items = placement.line_ids.item_id
            case = items.filtered(lambda item: item.state == "open").case_id
            if len(case) == 1:
                placement.case_id = case

    def _note_silence(self, day):
        """The agency has not acknowledged: a task for the collector, once."""
        silent = self.filtered(
            lambda one: (
                one.state == "placed"
                and not one.ack_asked_on
                and one.company_id.collection_placement_ack_days
                and one.date_placed
                + timedelta(days=one.company_id.collection_placement_ack_days)
                < day
            )
        )
        if not silent:
            return
        silent.ack_asked_on = day
        words = {
            one: self.env._(
                "%(agency)s has not acknowledged %(placement)s. Ask whether it has "
                "arrived.",
                agency=one.agency_id.name,
                placement=one.name,
            )
            for one in silent
        }
        silent._plan_tasks_on_cases(words, day, TASK_ACK)

    def _note_broken_word(self, day):
        """What was promised to the agency has not come: it works on it again."""
        late = self.filtered(
            lambda one: (
                one.state == "promised"
                and one.promise_date
                and one.promise_date
                + timedelta(days=one.company_id.collection_promise_tolerance_days)
                < day
            )
        )
        if not late:
            return
        late._set_state("working")
        words = {
            one: self.env._(
                "%(placement)s: the promise to the agency was not kept, %(open)s is "
                "open",
                placement=one.name,
                open=format_amount(self.env, one.amount_open, one.currency_id),
            )
            for one in late
        }
        late._record("placement_working", words)

    def _plan_tasks_on_cases(self, words, day=None, task=TASK):
        """Tasks for the collectors, one for each case.

        :param words: ``{placement: summary}``
        """
        # Read for all at once; each task asks for its own.
        self.case_id.mapped("display_name")
        summaries = {}
        for placement, text in words.items():
            summaries.setdefault(placement.case_id, []).append(text)
        tasks = {case: ("; ".join(texts), False) for case, texts in summaries.items()}
        day = day or self.env["collection.action"]._get_today()
        self.env["collection.case"]._plan_quietly(task, tasks, day)

    def _close_ack_tasks(self):
        """The agency has answered, or nothing is to be answered any more."""
        waiting = self.search(
            Domain("case_id", "in", self.case_id.ids)
            & Domain("state", "=", "placed")
            & Domain("ack_asked_on", "!=", False)
        )
        cases = self.filtered("ack_asked_on").case_id - waiting.case_id
        tasks = cases.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref(TASK_ACK)
        )
        tasks.unlink()
