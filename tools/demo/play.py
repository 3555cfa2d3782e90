"""Plays the daily run, and what people do besides, day after day."""

from collections import Counter
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta
from time import monotonic

from odoo.exceptions import UserError

from .agreements import Agreements
from .contested import open_disputes
from .recovery import EVIDENCE, Recovery

# What collectors note after a call, in turn.
CALLS = (
    ("reached", "<p>Spoke to accounts payable: the invoice is in the payment run.</p>"),
    ("not_reached", "<p>Nobody answered, called twice.</p>"),
    ("promised", "<p>They will transfer by the end of next week.</p>"),
    ("reached", "<p>Asked for a copy of the invoice, sent it.</p>"),
    ("wrong_number", "<p>The number belongs to somebody else by now.</p>"),
)
# A collector calls one in so many debtors a day, the older calls first; the rest and
# those of the last days are the worklist that the demo shows.
DEBTORS_PER_CALL = 16
CALLS_LEFT_DAYS = 5
WEEKEND = (5, 6)
# The manager looks at what waits for approval after two days.
APPROVAL_DAYS = 2
REFUSE_EVERY = 5
REFUSAL = "A payment plan is being negotiated."

# A week's hold: reason, days, and which part of the oldest item; None: all of the case.
HOLDS = (
    ("time", 14, 1),
    ("management", 21, None),
    ("credit_note", 21, 0.25),
    ("query", 14, 1),
)
HOLD_WEEKDAY = 1
MESSAGE_STATES = ("to_approve", "queued", "planned", "to_print")


class Play:
    """:param books: the made-up ledger's, whose events come day by day, or None
    :ivar seconds: where the time went
    """

    def __init__(self, seller, books=None):
        self.env = seller.env
        self.company = seller.company
        self.collector = seller.user("collector")
        self.manager = seller.user("manager")
        self.books = books
        self.events = books.ledger.events_by_day() if books else {}
        self.seconds = Counter()
        self.calls = 0
        self.approvals = 0
        self.holds = 0
        # Of a ledger from a file nobody knows what its debtors would have agreed to.
        self.agreements = Agreements(self) if books else None
        self.recovery = Recovery(self) if books else None

    def go_live(self, day):
        """The manager looks at a preview and confirms it, as in the screens."""
        self.company.collection_approver_id = self.manager
        policy = self.env.ref("b2b_collections.policy_default")
        policy.with_user(self.manager).thank_you = True
        runs = self.env["collection.run"].with_user(self.manager)
        run = runs.create({"company_id": self.company.id, "date": day})
        run.action_preview()
        run.action_confirm_live()

    def play_days(self, start, end, phase):
        total = (end - start).days + 1
        for number in range(total):
            day = start + timedelta(days=number)
            phase.step(number, total, f"{day}")
            self.play_day(day, end)
        with self._timed("people"):
            open_disputes(self.env, self.company, self.collector, end)
            if self.recovery:
                self.recovery.finish(end)
            self.env.cr.commit()
        return total

    def play_day(self, day, end):
        with self._timed("payments"):
            if self.events.get(day):
                self.books.play(self.events[day])
        with self._timed("run"):
            self._run(day)
            self.env.cr.commit()
        with self._timed("mail"):
            self._send_mails(day)
        # The last day's work is left to who looks at the demo.
        if day.weekday() not in WEEKEND and day != end:
            with self._timed("people"):
                self._make_calls(day)
                self._print_letters(day)
                self._approve(day)
                self._accept_evidence(day)
                self._set_hold(day)
                if self.recovery:
                    self.recovery.play_day(day, end)
                if self.agreements:
                    self.agreements.play_day(day, end)
                self.env.cr.commit()

    @contextmanager
    def _timed(self, name):
        begun = monotonic()
        yield
        self.seconds[name] += monotonic() - begun

    def _run(self, day):
        # The journal says when things happened: on the day that is played.
        runs = self.env["collection.run"].with_context(collection_date=day)
        run = runs.create(
            {"company_id": self.company.id, "date": day, "is_automatic": True}
        )
        run._execute()

    def _send_mails(self, day):
        """Odoo's own queue, until what leaves on that day has left."""
        tomorrow = datetime.combine(day + timedelta(days=1), time.min)
        today = ["|", ("scheduled_date", "=", False), ("scheduled_date", "<", tomorrow)]
        mails = self.env["mail.mail"].with_context(collection_date=day, filters=today)
        waiting = [("state", "=", "outgoing"), *today]
        left = mails.search(waiting)
        while left:
            # What was left over from the evening before gets a moment of this day.
            before = [(mail.id, mail.scheduled_date) for mail in left]
            mails.process_email_queue()
            left = mails.search(waiting)
            if [(mail.id, mail.scheduled_date) for mail in left] == before:
                raise RuntimeError(f"{len(left)} mails stay in the queue")

    def _make_calls(self, day):
        calls = self.env["collection.action"].search(
            [
                ("company_id", "=", self.company.id),
                ("channel", "=", "call"),
                ("state", "=", "planned"),
                ("date", "<=", day - timedelta(days=CALLS_LEFT_DAYS)),
                ("moment", "<=", datetime.combine(day, time.min)),
            ],
            order="date, id",
            limit=self._count_debtors() // DEBTORS_PER_CALL + 1,
        )
        for call in calls.with_user(self.collector):
            outcome, note = CALLS[self.calls % len(CALLS)]
            # At the hour of the day for which the contact rules planned it.
            now = datetime.combine(day, call.moment.time())
            call.with_context(collection_date=day, collection_moment=now)._done(
                outcome, note
            )
            if outcome == "promised" and self.agreements:
                self.agreements.promise(call, day)
            self.calls += 1

    def _count_debtors(self):
        return self.env["collection.case"].search_count(
            [("company_id", "=", self.company.id), ("state", "=", "open")]
        )

    def _print_letters(self, day):
        """What the runs before have put on the pile."""
        letters = self.env["collection.action"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "to_print"),
                ("date", "<", day),
            ]
        )
        if letters:
            letters = letters.with_user(self.collector)
            # It objects when every letter had to be withdrawn, which is as well.
            with suppress(UserError):
                letters.with_context(collection_date=day).action_print_letters()

    def _approve(self, day):
        """All that has waited long enough, but one: the demo leaves it to its user."""
        waiting = self.env["collection.action"].search(
            [("company_id", "=", self.company.id), ("state", "=", "to_approve")],
            order="date, id",
        )
        last_day = day - timedelta(days=APPROVAL_DAYS)
        ripe = waiting[:-1].filtered(lambda action: action.date <= last_day)
        for action in ripe.with_user(self.manager).with_context(collection_date=day):
            self.approvals += 1
            if self.approvals % REFUSE_EVERY:
                action.action_approve()
            else:
                action._refuse(REFUSAL)

    def _accept_evidence(self, day):
        """Made-up invoices have no delivery notes; the last case is left open."""
        waiting = self.env["collection.checklist"].search(
            [("company_id", "=", self.company.id), ("state", "=", "open")], order="id"
        )[:-1]
        manager = waiting.with_user(self.manager).with_context(collection_date=day)
        if manager:
            manager._accept(EVIDENCE)

    def _set_hold(self, day):
        """Once a week a debtor on whom nothing is on its way gets a pause."""
        if day.weekday() != HOLD_WEEKDAY:
            return
        case = self.env["collection.case"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "open"),
                ("user_id", "=", self.collector.id),
                ("item_ids", "any", [("state", "=", "open"), ("verdict", "=", "wait")]),
                ("hold_ids", "not any", [("date_until", ">=", day)]),
                ("action_ids", "not any", [("state", "in", MESSAGE_STATES)]),
            ],
            order="priority desc, id",
            limit=1,
        )
        if not case:
            return
        reason, days, part = HOLDS[self.holds % len(HOLDS)]
        self.holds += 1
        item = case.open_item_ids.sorted(lambda item: (item.date_due, item.id))[:1]
        amount = item.currency_id.round(item.amount_residual * (part or 0))
        case.with_user(self.collector).with_context(collection_date=day)._hold(
            self.env.ref(f"b2b_collections.hold_reason_{reason}"),
            day + timedelta(days=days),
            items=item if part else None,
            amount=amount if part and part < 1 else None,
        )
