"""Promises are made, paid and judged on days that are played."""

from freezegun import freeze_time

from .holds_common import HoldsCommon


class PromisesCommon(HoldsCommon):
    """R1 goes out on day 3; promises are made on day 5 and judged by the run.

    All days are working days here, two of them are granted, and nothing may be
    missing unless a test says so.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "collection_promise_tolerance_days": 2,
                "collection_promise_tolerance_percent": 0,
                "collection_promise_tolerance_amount": 0,
            }
        )

    def open_case(self, *amounts):
        """Invoices that were reminded once, and their case."""
        invoices = [self.post_invoice(amount) for amount in amounts or (1000,)]
        self.play(-7, 3)
        return invoices, self.item(invoices[0]).case_id

    def promise(self, case, amount, due=10, on=5, items=None, user=None, **vals):
        with freeze_time(self.day(on)):
            return (
                case.with_user(user or self.collector)
                ._promise(amount, self.day(due), items=items, **vals)
                .with_env(self.env)
            )

    def pay_on(self, invoice, amount, on):
        with freeze_time(self.day(on)):
            return self.pay(invoice, amount, self.day(on))

    def events(self, case):
        entries = self.env["collection.journal.entry"].search(
            [("case_id", "=", case.id), ("event", "like", "promise_%")], order="id"
        )
        return entries.mapped("event")

    def tasks(self, case):
        kind = self.env.ref("b2b_collections.mail_act_promise")
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)
