"""What debtors answer in the demo: they promise, contest, and ask for instalments."""

from datetime import timedelta

from odoo.fields import Command, Domain

from .ledger import Payment

PROMISE_WEEKDAY, DISPUTE_WEEKDAY, PLAN_WEEKDAY = 0, 2, 3
# Who is to pay within these days has said so, if asked.
FORESEEN_DAYS = range(3, 11)
# What is contested, how much of the item, what the debtor says, and how much of it is
# accepted after DECIDED_DAYS; None: the demo leaves the decision to its user.
DISPUTES = (
    ("price", 0.2, "The price of the offer was lower.", 1),
    ("not_received", 1, "We have not received this invoice.", 0),
    ("quantity", 0.3, "Two pallets are missing.", 0.5),
    ("quality", 0.4, "A part of the goods was damaged.", None),
)
DECIDED_DAYS = 8
ANSWERS = {
    "en_US": {
        0: "The invoice was delivered; you find it enclosed.",
        0.5: "One of the two pallets was missing, as the delivery note shows.",
        1: "",
    },
    "id_ID": {
        0: "Faktur telah disampaikan; salinannya terlampir.",
        0.5: "Satu dari dua palet memang tidak ada, sesuai surat jalan.",
        1: "",
    },
}
PLAN_INSTALMENTS = 4
SIGNED_DAYS = 3
PROMISED_DAYS = 6


class Agreements:
    """Plays what is agreed upon, week after week.

    :param play: the :class:`.play.Play` whose days are played
    """

    def __init__(self, play):
        self.env = play.env
        self.company = play.company
        self.collector = play.collector
        self.manager = play.manager
        self.books = play.books
        self.events = play.events
        self.disputes = 0

    def promise(self, call, day):
        """A word given in a call, for the oldest item that nobody has promised yet."""
        case = call.case_id
        item = self._get_free_items(case)[:1]
        if item:
            case.with_context(collection_date=day)._promise(
                item.amount_residual,
                day + timedelta(days=PROMISED_DAYS),
                items=item,
                contact=call.contact_id,
                made_by="call",
                action=call,
            )

    def play_day(self, day, end):
        """:param end: last day of the play"""
        self._pay_instalments(day)
        if day.weekday() == PROMISE_WEEKDAY:
            self._hear_of_payment(day)
        if day.weekday() == DISPUTE_WEEKDAY:
            # Every other week, so that each reason was heard by the end.
            if (end - day).days // 7 % 2 == 0:
                self._contest(day)
            self._decide(day)
        if day.weekday() == PLAN_WEEKDAY:
            self._sign(day)
            self._approve(day)
            weeks_left = (end - day).days // 7
            # Not every week, so that somebody is left to ask in the last one.
            if weeks_left % 2 == 0:
                self._make_plan(day, items=2 if weeks_left else 1)

    def _hear_of_payment(self, day):
        """A debtor who is asked names the day on which he is going to pay."""
        for days in FORESEEN_DAYS:
            payday = day + timedelta(days=days)
            for event in self.events.get(payday, ()):
                if isinstance(event, Payment) and self._take_word(event, day):
                    return

    def _take_word(self, event, day):
        moves = self.env["account.move"].union(
            *(self.books.moves[key] for key in event.keys)
        )
        case = (
            self.env["collection.item"].search([("move_id", "in", moves.ids)]).case_id
        )
        items = self._get_free_items(case).filtered(lambda item: item.move_id in moves)
        if len(case) != 1 or len(items.currency_id) != 1:
            return False
        return (
            case.with_user(self.collector)
            .with_context(collection_date=day)
            ._promise(
                sum(items.mapped("amount_residual")),
                event.date,
                items=items.with_user(self.collector),
            )
        )

    def _contest(self, day):
        case = self._find_case(day, items=1)
        if not case:
            return
        code, part, words, _accepted = DISPUTES[self.disputes % len(DISPUTES)]
        self.disputes += 1
        item = self._get_free_items(case)[:1]
        amount = item.currency_id.round(item.amount_residual * part)
        case.with_user(self.collector).with_context(collection_date=day)._dispute(
            self.env.ref(f"b2b_collections.dispute_reason_{code}"),
            {item.with_user(self.collector): amount},
            description=words,
            confirm=code == "not_received",
        )

    def _decide(self, day):
        ripe = self.env["collection.dispute"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "in", ("new", "investigating")),
                ("date_opened", "<=", day - timedelta(days=DECIDED_DAYS)),
            ]
        )
        accepted = {
            f"dispute_reason_{code}": share for code, _part, _words, share in DISPUTES
        }
        names = ripe.reason_id.get_external_id()
        for dispute in ripe.with_user(self.manager).with_context(collection_date=day):
            share = accepted.get(names[dispute.reason_id.id].partition(".")[2])
            answers = ANSWERS.get(dispute.partner_id.lang, ANSWERS["en_US"])
            if share is not None:
                dispute._decide(
                    {line: line.amount * share for line in dispute.line_ids if share},
                    answers[share],
                )

    def _make_plan(self, day, items):
        """Every week a debtor asks for instalments."""
        case = self._find_case(day, items)
        if not case:
            return
        items = self._get_free_items(case)
        items = items.filtered(lambda item: item.currency_id == items[0].currency_id)
        plans = self.env["collection.plan"].with_user(self.collector)
        plan = plans.with_context(collection_date=day).create(
            {
                "case_id": case.id,
                "currency_id": items[0].currency_id.id,
                "date_start": day,
                "date_first": day + timedelta(days=21),
                "count": PLAN_INSTALMENTS,
                "every": 3,
                "unit": "week",
                "item_ids": [Command.create({"item_id": item.id}) for item in items],
            }
        )
        plan.action_generate()
        plan.action_submit()

    def _approve(self, day):
        """What has waited for a week; the last request is left to the demo's user."""
        requests = self.env["collection.approval"].with_user(self.manager)
        requests.with_context(collection_date=day).search(
            [("company_id", "=", self.company.id), ("waits_for_me", "=", True)]
        )._approve()

    def _sign(self, day):
        """What was approved is signed a few days later, on paper."""
        ripe = self.env["collection.plan"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "approved"),
                ("date_start", "<=", day - timedelta(days=SIGNED_DAYS)),
            ]
        )
        for plan in ripe.with_context(collection_date=day):
            plan._sign(plan.partner_id.name)

    def _pay_instalments(self, day):
        """Two debtors in three keep their plan, a day late; the third pays nothing."""
        lines = self.env["collection.plan.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("plan_id.state", "=", "active"),
                ("state", "in", ("open", "late")),
                ("date", "<", day),
            ]
        )
        for line in lines.filtered(lambda line: line.plan_id.id % 3):
            item = line.plan_id.item_ids.item_id.filtered(
                lambda item: not item.move_line_id.reconciled
            ).sorted(lambda item: (item.date_due, item.id))[:1]
            if item:
                self._pay(item, line.amount - line.amount_paid, day)
                line.plan_id._follow(day)

    def _pay(self, item, amount, day):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=item.move_id.ids
        )
        wizard.create(
            {"payment_date": day, "amount": min(amount, item.amount_residual)}
        )._create_payments()

    def _find_case(self, day, items):
        """The most pressing debtor of the collector with whom nothing is agreed yet."""
        cases = self.env["collection.case"].search(
            Domain("company_id", "=", self.company.id)
            & Domain("state", "=", "open")
            & Domain("user_id", "=", self.collector.id)
            & Domain("item_count", ">=", items)
            & Domain("amount_overdue", ">", 0)
            & Domain("hold_ids", "not any", [("date_until", ">=", day)])
            & Domain("promise_ids", "not any", [("state", "=", "open")])
            & Domain("plan_ids", "=", False)
            & Domain("dispute_ids", "=", False),
            order="priority desc, id",
        )
        return next(
            (case for case in cases if len(self._get_free_items(case)) >= items),
            self.env["collection.case"],
        )

    def _get_free_items(self, case):
        """Overdue items on which nothing is held, in the order of their due dates."""
        return case.open_item_ids.filtered(
            lambda item: (
                item.days_overdue > 0
                and not item.amount_held
                and not item.move_line_id.reconciled
            )
        ).sorted(lambda item: (item.date_due, item.id))
