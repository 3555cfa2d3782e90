"""Plans are made, kept and broken on days that are played."""

from contextlib import contextmanager

from freezegun import freeze_time

from odoo import Command

from .holds_common import HoldsCommon


class PlansCommon(HoldsCommon):
    """Two invoices of 600 and 300, overdue; a plan of three times 300.

    Its instalments fall on Mondays, on days 20, 50 and 80 after :attr:`DUE`.
    """

    DAYS = (20, 50, 80)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.post_invoice(600)
        cls.second = cls.post_invoice(300)
        cls.terms = cls.env.ref("b2b_collections.plan_terms_default")
        # Nobody works on Sundays: grace is counted in working days.
        cls.contact_rule.sun = False

    def setUp(self):
        super().setUp()
        # R1 was given on day 3.
        self.play(4)
        self.case = self.item(self.first).case_id

    @contextmanager
    def on(self, offset):
        with freeze_time(self.day(offset)):
            self.env.invalidate_all()
            yield

    def send_mails(self):
        # Among them those that ask colleagues for approval: the job sends them all.
        queued = self.env["mail.mail"].sudo().search([("state", "=", "outgoing")])
        with self.mock_mail_gateway():
            queued.send()

    def make_plan(self, items=None, user=None, amounts=(300, 300, 300), **vals):
        """A draft with given amounts on :attr:`DAYS`; ``None``: nothing yet."""
        items = items or self.item(self.first | self.second)
        return (
            self.env["collection.plan"]
            .with_user(user or self.collector)
            .create(
                {
                    "case_id": items[:1].case_id.id,
                    "currency_id": items[:1].currency_id.id,
                    "item_ids": [
                        Command.create({"item_id": item.id}) for item in items
                    ],
                    "line_ids": [
                        Command.create({"date": self.day(day), "amount": amount})
                        for day, amount in zip(self.DAYS, amounts or (), strict=False)
                    ],
                    **vals,
                }
            )
        )

    def agree(self, plan):
        """From draft to active: submitted, approved, signed."""
        if plan.state in ("draft", "proposed"):
            plan.action_submit()
        if plan.state == "submitted":
            plan.with_user(self.manager)._approve()
        plan.with_user(self.manager)._sign("Ibu Sari")
        return plan

    def make_active(self, offset=5, **vals):
        with self.on(offset), self.mock_mail_gateway():
            return self.agree(self.make_plan(**vals)).with_env(self.env)

    def states(self, plan):
        return plan.line_ids.mapped("state")

    def notices(self, **equals):
        actions = self.actions(kind="notice", **equals)
        return [action.notice_id.code for action in actions]

    def events(self, *codes):
        entries = self.env["collection.journal.entry"].search(
            [("partner_id", "=", self.debtor.id), ("event", "in", codes)], order="id"
        )
        return entries.mapped("event")
