"""The loss allowance of a ledger that is small enough to be reckoned by hand."""

from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.b2b_collections.reports.allowance_xlsx import write_allowance

from .query_common import QueryCounting
from .writeoff_common import WriteoffCommon


class TestAllowance(QueryCounting, WriteoffCommon):
    """Day 0 is the day of the allowance. Two months of history, two buckets:

        days ago   not due   1-30   31-60   over 60
        60             400    300
        30               0    200     100
        0              500      0      50        50 + 80 written off a day ago

    The debts of each column belong to the same invoices: of 400 not due, 200 are paid
    within 30 days; of 300 in the first bucket, 200; and so on.
    """

    TODAY = 100

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.company_data
        cls.allowance_account = data["default_account_assets"].copy(
            {"name": "Loss allowance", "code": "121999"}
        )
        cls.expense = cls.bad_debt.copy({"name": "Allowance", "code": "600888"})
        cls.company.write(
            {
                "collection_allowance_account_id": cls.allowance_account.id,
                "collection_allowance_expense_id": cls.expense.id,
            }
        )

    def setUp(self):
        super().setUp()
        # Due 45 days ago: not due 60 days ago, 15 days late 30 days ago, 45 now.
        self.first = self.owe(400, 45, paid=((40, 200), (10, 150)))
        # Due 75 days ago: in the first bucket 60 days ago, over 60 days late now.
        self.second = self.owe(300, 75, paid=((40, 200), (10, 50)))
        self.young = self.owe(500, -10)

    def owe(self, amount, days, paid=(), **vals):
        """An invoice that was due so many days ago, paid as said."""
        invoice = self.post_invoice(amount, due=self.day(self.TODAY - days), **vals)
        for ago, some in paid:
            self.pay(invoice, some, date=self.day(self.TODAY - ago))
        return invoice

    def reckon(self, user=None, **vals):
        allowance = (
            self.env["collection.allowance"]
            .with_user(user or self.manager)
            .create(
                {
                    "company_id": self.company.id,
                    "date": self.day(self.TODAY),
                    "periods": 2,
                    "bucket_count": 2,
                    **vals,
                }
            )
        )
        allowance.action_compute()
        return allowance

    def matrix(self, allowance, *names):
        return [
            tuple(round(line[name], 6) for name in names) for line in allowance.line_ids
        ]

    def test_rates_by_hand(self):
        allowance = self.reckon()
        self.assertEqual(
            self.matrix(allowance, "balance"), [(500,), (0,), (50,), (50,)]
        )
        rolls = [line.roll_rate for line in allowance.line_ids]
        # 200 of 400; 100 of 300, and 50 of 200; 50 of 100; nothing written off: all.
        self.assertEqual(rolls, [0.5, 0.3, 0.5, 1])
        self.assertEqual(
            self.matrix(allowance, "loss_rate", "amount"),
            [(0.075, 37.5), (0.15, 0), (0.5, 25), (1, 50)],
        )
        self.assertEqual(allowance.amount, 112.5)
        self.assertEqual(allowance.amount_gross, 600)
        self.assertEqual(allowance.amount_ledger, 600)
        self.assertEqual(allowance.amount_left_out, 0)
        self.assertIn("nothing was written off", allowance.gaps)
        self.assertIn("less than twelve months", allowance.gaps)

    def test_own_write_offs_say_what_is_lost_in_the_end(self):
        old = self.owe(100, 95, paid=((5, 20),))
        self.chase(old)
        writeoff = self.write_off(self.item(old), date=self.day(self.TODAY - 1))
        line = self.receivable_lines(
            self.pay_on_account(30, date=self.day(self.TODAY)).move_id
        )
        writeoff.with_user(self.manager)._record_recovery(line, 30)
        allowance = self.reckon()
        # 100 were in the second bucket 60 days ago, and rolled into the last one, where
        # 50 of the second invoice came to them and are open still. So 100 left it: 20
        # paid, 80 written off, of which 30 came back.
        self.assertEqual(
            [line.roll_rate for line in allowance.line_ids], [0.5, 0.3, 0.75, 0.5]
        )
        self.assertEqual(
            self.matrix(allowance, "loss_rate"),
            [(0.05625,), (0.1125,), (0.375,), (0.5,)],
        )
        self.assertNotIn("nothing was written off", allowance.gaps)
        self.assertEqual(allowance.history["USD"]["ending"]["written_off"], "80.0")

    def test_currencies_are_never_added(self):
        self.owe(80, 45, currency_id=self.foreign.id)
        allowance = self.reckon()
        segments = allowance.line_ids.mapped("segment")
        self.assertEqual(set(segments), {self.own.name, "EUR"})
        euros = allowance.line_ids.filtered(lambda line: line.segment == "EUR")
        self.assertEqual(euros.mapped("balance"), [0, 0, 80, 0])
        # Never paid: all of it rolled on.
        self.assertEqual(euros.mapped("roll_rate"), [1, 1, 1, 1])
        self.assertEqual(allowance.amount_gross, allowance.amount_ledger)
        together = self.reckon(segment_by="none")
        self.assertEqual(together.line_ids.mapped("segment"), ["All"] * 4)
        self.assertEqual(together.amount_gross, allowance.amount_gross)
        countries = self.reckon(segment_by="country")
        self.assertEqual(set(countries.line_ids.mapped("segment")), {"Indonesia"})

    def test_credits_are_not_taken_off(self):
        self.pay_on_account(70, date=self.day(self.TODAY))
        allowance = self.reckon()
        self.assertEqual(allowance.amount_gross, 600)
        self.assertEqual(allowance.amount_left_out, -70)
        self.assertEqual(allowance.amount_ledger, 530)

    def test_what_people_set_needs_a_reason_and_stays(self):
        allowance = self.reckon(factor=1.2)
        self.assertEqual(allowance.line_ids[0].rate, 0.09)
        with self.assertRaisesRegex(UserError, "^Why This Factor"):
            allowance.action_finalise()
        allowance.factor_reason = "A recession is forecast."
        allowance.line_ids[1].minimum = 0.2
        allowance.line_ids[2].write({"is_set": True, "rate_set": 0.6})
        with self.assertRaisesRegex(UserError, "^Reason: .*1–30"):
            allowance.action_finalise()
        allowance.line_ids[1].reason = "As the auditor asked."
        allowance.line_ids[2].reason = "One large debtor."
        allowance.action_compute()
        self.assertEqual(
            self.matrix(allowance, "rate"), [(0.09,), (0.2,), (0.6,), (1,)]
        )
        allowance.action_finalise()
        for change in (
            lambda: allowance.write({"factor": 1}),
            lambda: allowance.line_ids[0].write({"minimum": 0.5}),
            allowance.action_compute,
            allowance.unlink,
        ):
            with self.assertRaisesRegex(UserError, "is final"):
                change()
        new = self.env["collection.allowance"].browse(
            allowance.action_new_version()["res_id"]
        )
        self.assertEqual((new.version, new.state), (2, "draft"))
        self.assertEqual(new.line_ids.mapped("rate"), allowance.line_ids.mapped("rate"))

    def test_insolvent_and_single_debtors(self):
        broke = self.make_debtor("Broke")
        doubted = self.make_debtor("Doubted")
        self.owe(90, 45, partner=broke)
        self.owe(60, 45, partner=doubted)
        broke.collection_insolvent_since = self.day(50)
        allowance = self.reckon(
            debtor_line_ids=[
                Command.create(
                    {
                        "kind": "debtor",
                        "partner_id": doubted.id,
                        "rate_set": 0.25,
                        "reason": "Offers a quarter.",
                    }
                )
            ]
        )
        found = {
            line.partner_id: (line.balance_company, line.amount)
            for line in allowance.debtor_line_ids
        }
        self.assertEqual(found, {broke: (90, 90), doubted: (60, 15)})
        self.assertEqual(sum(allowance.line_ids.mapped("balance")), 600)
        self.assertEqual(allowance.amount_gross, 750)
        self.assertEqual(allowance.amount_gross, allowance.amount_ledger)

    def test_the_difference_is_drafted_and_never_posted(self):
        allowance = self.reckon()
        with self.assertRaisesRegex(UserError, "Finalise it first"):
            allowance.action_make_entry()
        allowance.action_finalise()
        allowance.action_make_entry()
        move = allowance.sudo().move_id
        self.assertEqual((move.state, move.date), ("draft", self.day(self.TODAY)))
        self.assertEqual(
            self.ledger(move),
            {
                self.expense: (112.5, 112.5),
                self.allowance_account: (-112.5, -112.5),
            },
        )
        with self.assertRaisesRegex(UserError, "exists already"):
            allowance.action_make_entry()
        move.with_user(self.env.user).action_post()
        self.pay(self.first, 50, date=self.day(self.TODAY))
        second = self.reckon()
        self.assertEqual((second.amount_booked, second.amount), (112.5, 75))
        second.action_finalise()
        second.action_make_entry()
        self.assertEqual(
            self.ledger(second.sudo().move_id)[self.allowance_account], (37.5, 37.5)
        )

    def test_without_accounts(self):
        self.company.collection_allowance_account_id = False
        allowance = self.reckon()
        allowance.action_finalise()
        with self.assertRaisesRegex(UserError, "^Allowance Account"):
            allowance.action_make_entry()

    def test_the_past_is_as_it_was(self):
        """Paid and written off since then: on its day the debt was open."""
        day = self.day(self.TODAY - 30)
        allowance = self.reckon(date=day)
        # The young invoice was posted 20 days ago.
        self.assertEqual(
            self.matrix(allowance, "balance"), [(0,), (200,), (100,), (0,)]
        )

    def test_bad_input(self):
        with self.assertRaisesRegex(ValidationError, "today or a day in the past"):
            self.reckon(date=self.day(self.TODAY + 1))
        empty = self.reckon(date=self.day(-900))
        self.assertFalse(empty.line_ids)
        self.assertEqual(empty.amount, 0)

    def test_spreadsheet(self):
        allowance = self.reckon()
        content = BytesIO()
        write_allowance(allowance, content)
        book = load_workbook(content)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        total = next(row for row in rows if row[0] == "Total")
        self.assertEqual((total[3], total[8]), (600, 112.5))
        first = next(row for row in rows if row[1] == "Not due")
        self.assertEqual(first[2:9], [500, 500, 0.5, 0.075, 0, 0.075, 37.5])
        history = list(book.worksheets[1].iter_rows(values_only=True))
        self.assertIn(400, [row[1] for row in history])

    def test_for_managers_and_their_company(self):
        with self.assertRaises(AccessError):
            self.reckon(user=self.collector)
        allowance = self.reckon()
        self.assertTrue(allowance.with_user(self.reader).read(["amount"]))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.manager.copy(
            {
                "login": "col_elsewhere",
                "company_id": other.id,
                "company_ids": [Command.set(other.ids)],
            }
        )
        for record in (allowance, allowance.line_ids):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(stranger).read(["amount"])

    def test_it_asks_no_more_for_many_invoices(self):
        def count():
            with self.taken_back():
                allowance = self.reckon()
                return self.count_queries(allowance.action_compute)

        count()
        few = count()
        for number in range(49):
            self.owe(10 + number, 45)
        self.assertEqual(count(), few)
