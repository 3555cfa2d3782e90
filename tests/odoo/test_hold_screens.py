"""What the screens show of holds, and the wizards that set and change them."""

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form

from .holds_common import HoldsCommon


class TestHoldScreens(HoldsCommon):
    def setUp(self):
        super().setUp()
        self.invoice, self.other = self.post_invoice(1000), self.post_invoice(500)
        self.play(3)
        self.case = self.item(self.invoice).case_id

    def wizard(self, records, day=5):
        """The form as it opens for these records."""
        context = {"active_model": records._name, "active_ids": records.ids}
        model = self.env["collection.hold.wizard"].with_user(self.collector)
        with freeze_time(self.day(day)):
            return Form(model.with_context(**context))

    def apply(self, form, day=5):
        with freeze_time(self.day(day)):
            form.save().action_hold()
        return self.case.hold_ids

    def test_case_is_held_by_its_button(self):
        form = self.wizard(self.case)
        with freeze_time(self.day(5)):
            form.reason_id = self.reason
            self.assertEqual(form.date_until, self.day(19))
            self.assertEqual(
                [row["next"] for row in form.preview["rows"]],
                ["R2 from 03/29/2026"] * 2,
            )
        hold = self.apply(form)
        self.assertRecordValues(
            hold, [{"item_id": False, "user_id": self.collector.id, "amount": 0.0}]
        )

    def test_the_web_client_gets_what_it_asks_for(self):
        """The form of the tests does not read names of tags, the web client does."""
        tags = {"fields": {"display_name": {}}}
        hold = self.hold(self.invoice, 5, 9)
        for wizard, records, names in (
            ("collection.hold.wizard", self.case, ("case_ids", "item_ids")),
            ("collection.hold.wizard", self.invoice, ("case_ids", "item_ids")),
            ("collection.hold.change.wizard", hold, ("hold_ids",)),
        ):
            model = self.env[wizard].with_context(
                active_model=records._name, active_ids=records.ids
            )
            with self.subTest(records=records):
                found = model.onchange({}, [], dict.fromkeys(names, tags))["value"]
                self.assertTrue(found[names[0]])

    def test_invoice_says_what_is_on_hold(self):
        self.hold(self.invoice, 5, 9, amount=400)
        self.assertIn("400.00", self.invoice.collection_info)

    def test_several_items_are_held_from_the_list(self):
        form = self.wizard(self.item(self.invoice | self.other))
        with freeze_time(self.day(5)):
            form.reason_id = self.reason
        holds = self.apply(form)
        self.assertEqual(len(holds), 2)
        self.assertEqual(sum(holds.mapped("amount_held")), 1500)

    def test_part_of_an_invoice(self):
        form = self.wizard(self.invoice)
        with freeze_time(self.day(5)):
            self.assertEqual(form.amount_open, 1000)
            form.reason_id = self.reason
            form.is_partial = True
            form.amount = 400
            self.assertEqual(
                form.preview["rows"][0]["next"],
                "the rest: R2 from 03/12/2026; the part on hold joins it from "
                "03/22/2026",
            )
        self.assertEqual(self.apply(form).amount, 400)

    def test_nothing_entered_as_part_is_refused(self):
        form = self.wizard(self.invoice)
        with freeze_time(self.day(5)):
            form.reason_id = self.reason
            form.is_partial = True
        with self.assertRaisesRegex(ValidationError, "more than 0"):
            self.apply(form)

    def test_preview_follows_the_policy_and_other_holds(self):
        self.policy.reentry = "restart"
        self.hold(self.other, 5, 40)
        form = self.wizard(self.case)
        with freeze_time(self.day(5)):
            form.reason_id = self.reason
            form.date_until = self.day(9)
            self.assertIn("until 04/11/2026", form.running)
            rows = [(row["name"], row["next"]) for row in form.preview["rows"]]
        self.assertEqual(
            rows,
            [
                (self.invoice.name, "R1 from 03/12/2026"),
                (self.other.name, "R1 from 04/12/2026"),
            ],
        )

    def test_release_and_extend_several(self):
        holds = self.hold(self.invoice, 5, 9) | self.hold(self.other, 5, 12)
        wizard = (
            self.env["collection.hold.change.wizard"]
            .with_user(self.collector)
            .with_context(active_model=holds._name, active_ids=holds.ids)
        )
        with freeze_time(self.day(6)):
            form = Form(wizard.with_context(default_mode="extend"))
            self.assertEqual(form.date_until, self.day(12))
            form.date_until = self.day(20)
            form.save().action_apply()
            self.assertEqual(set(holds.mapped("date_until")), {self.day(20)})
            form = Form(wizard.with_context(default_mode="release"))
            form.reason = "All is said"
            form.save().action_apply()
        self.assertEqual(set(holds.mapped("state")), {"released"})

    def test_totals_are_per_currency(self):
        foreign = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        euro = self.post_invoice(600, currency_id=foreign.id)
        self.play(4)
        self.hold(euro, 5, 9, amount=200)
        self.hold(self.invoice, 5, 9)
        totals = {row["currency"]: row["held"] for row in self.case.currency_totals}
        self.assertIn("200.00", totals["EUR"])
        self.assertIn("1,000.00", totals["USD"])
        self.assertEqual(self.case.amount_held, 1100)
        whole = self.hold_case(self.case, 5, 30)
        self.assertRecordValues(
            whole,
            [
                {
                    "currency_id": False,
                    "amount_held": 0.0,
                    "amount_held_company": 1800.0,
                }
            ],
        )
        self.assertEqual(sum(self.case.hold_ids.mapped("amount_held_company")), 1800)

    def test_run_shows_what_is_held(self):
        self.hold(self.invoice, 5, 9, amount=400)
        run = self.play(6)
        self.assertEqual(run.summary["held"], {"items": 1, "amount": 400.0})
        self.assertIn("400.00 of 1 items", run.summary_tables["held"])
        with freeze_time(self.day(10)):
            self.hold(self.other, 10, 30, amount=100)
            preview = self.make_run(self.day(10))
            preview._preview()
        self.assertEqual(sum(preview.line_ids.mapped("amount_held")), 200)
