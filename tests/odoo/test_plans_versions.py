"""New versions of plans in force, alternatives, and what a form proposes."""

from odoo.exceptions import UserError
from odoo.tests import Form

from .plans_common import PlansCommon


class TestPlanVersions(PlansCommon):
    def make_version(self, plan):
        action = plan.with_user(self.collector).action_new_version()
        return self.env["collection.plan"].browse(action["res_id"])

    def test_a_new_version_takes_the_place_of_the_old_one(self):
        plan = self.make_active()
        with self.on(18):
            self.pay(self.first, 300, self.day(18))
        self.play(18)
        with self.on(25), self.mock_mail_gateway():
            version = self.make_version(plan)
            self.assertRecordValues(
                version,
                [
                    {
                        "name": f"{plan.name}/2",
                        "version": 2,
                        "previous_id": plan.id,
                        "state": "draft",
                        "amount_items": 600,
                        "amount_total": 600,
                        "line_count": 2,
                        "user_id": self.collector.id,
                    }
                ],
            )
            # The old one goes on until the new one is signed.
            self.assertEqual(plan.state, "active")
            self.agree(version)
        self.assertEqual((plan.state, version.state), ("replaced", "active"))
        self.assertEqual(plan.next_id, version)
        held = version.item_ids.hold_id
        self.assertEqual(set(held.mapped("state")), {"active"})
        self.assertEqual(set(plan.item_ids.hold_id.mapped("state")), {"released"})
        self.assertEqual(self.item(self.second).reason_code, "on_hold")
        self.play(26)
        self.assertEqual(version.amount_paid, 0)
        with self.on(27):
            self.pay(self.first, 300, self.day(27))
            self.pay(self.second, 300, self.day(27))
        self.play(27)
        self.assertEqual(version.state, "completed")
        self.assertEqual(self.given(self.first), [(4, "R1")])

    def test_one_version_is_in_preparation_at_a_time(self):
        plan = self.make_active()
        with self.on(6):
            version = self.make_version(plan)
            self.assertEqual(self.make_version(plan), version)
            version.action_cancel()
            self.assertNotEqual(self.make_version(plan), version)

    def test_a_version_of_a_plan_that_has_ended_is_not_signed(self):
        plan = self.make_active()
        with self.on(6), self.mock_mail_gateway():
            version = self.make_version(plan)
            plan.with_user(self.manager).action_cancel()
            with self.assertRaisesRegex(UserError, "so this cannot be done"):
                self.agree(version)

    def test_interest_and_fee_go_on_in_the_new_version(self):
        plan = self.make_active(fee=30, amounts=(330, 300, 300))
        with self.on(6), self.mock_mail_gateway():
            version = self.make_version(plan)
            self.assertEqual((version.fee, version.amount_total), (30, 930))
            self.agree(version)
        self.assertFalse(plan.debit_move_id)
        self.assertEqual(version.debit_move_id.amount_total, 30)


class TestPlanScreens(PlansCommon):
    def test_a_form_from_the_case_proposes_all_that_fits(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.post_invoice(70, currency_id=euro.id)
        with self.on(5):
            self.make_run(self.day(5))._execute()
            context = self.case.action_new_plan()["context"]
            form = Form(
                self.env["collection.plan"]
                .with_user(self.collector)
                .with_context(**context)
            )
            form.date_first = self.day(20)
            plan = form.save()
            self.assertEqual(plan.item_ids.item_id, self.item(self.first | self.second))
            self.assertEqual(plan.amount_items, 900)
            self.assertTrue(plan.name.startswith("PP-2026-"))
            plan.action_generate()
        self.assertEqual(plan.line_ids.mapped("amount"), [300, 300, 300])
        self.assertEqual(plan.amount_gap, 0)

    def test_cases_and_debtors_lead_to_their_plans(self):
        plan = self.make_active()
        contact = self.make_debtor(
            "Accounts", parent_id=self.debtor.id, is_company=False
        )
        debtor = contact.with_user(self.reader)
        self.assertEqual(self.case.plan_count, 1)
        self.assertEqual(debtor.collection_plan_count, 1)
        for action in (
            self.case.action_view_plans(),
            debtor.action_view_collection_plans(),
            plan.action_view_lines(),
        ):
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertIn(plan, found if found._name == plan._name else found.plan_id)

    def test_alternatives_side_by_side(self):
        with self.on(5):
            plan = self.make_plan(
                amounts=None,
                interest_rate=12,
                means_monthly=160,
                date_first=self.day(20),
            )
            action = plan.action_compare()
            compare = self.env[action["res_model"]].with_user(self.collector)
            compare = compare.browse(action["res_id"])
            compare.own_count = 9
            compare.action_add()
            found = compare.line_ids
            self.assertEqual(found.mapped("count"), [3, 6, 9, 12])
            self.assertEqual(found.mapped("is_affordable"), [False, True, True, True])
            totals = found.mapped("amount_total")
            self.assertEqual(totals, sorted(totals))
            self.assertEqual(found[0].date_end, plan._make_instalments(3)[-1].day)
            found[1].action_choose()
        self.assertEqual((plan.count, plan.line_count), (6, 6))
        self.assertAlmostEqual(plan.amount_total, found[1].amount_total)
        self.assertFalse(plan.means_hint)

    def test_a_hint_where_a_month_asks_for_more_than_the_debtor_has(self):
        with self.on(5):
            plan = self.make_plan(means_monthly=250)
        self.assertIn("can spare", plan.means_hint)

    def test_instalments_avoid_the_holidays_of_the_debtor(self):
        self.contact_rule.write({"observe_holidays": True, "sat": False})
        with self.on(5):
            # 17 August is the independence day of Indonesia, a Monday in 2026.
            plan = self.make_plan(amounts=None, date_first="2026-07-17", count=2)
            plan.action_generate()
            self.assertEqual(
                plan.line_ids.mapped(lambda line: str(line.date)),
                ["2026-07-17", "2026-08-18"],
            )
            plan.write({"shift": "previous"})
            plan.action_generate()
        self.assertEqual(str(plan.line_ids[1].date), "2026-08-14")

    def test_terms_are_copied_and_stay_with_the_plan(self):
        self.terms.grace_days = 5
        with self.on(5):
            plan = self.make_plan()
        self.terms.grace_days = 1
        self.assertEqual((plan.grace_days, plan.default_days), (5, 7))
        own = self.terms.copy({"company_id": self.company.id, "grace_days": 9})
        with self.on(5):
            later = self.make_plan()
        self.assertEqual((later.terms_id, later.grace_days), (own, 9))

    def test_what_debtors_read(self):
        self.make_active()
        self.play(15, 21, 24, 31)
        words = {
            "plan_active": "900.00",
            "plan_reminder": "1 of 3",
            "plan_overdue": "has not arrived yet",
            "plan_warning": "an instalment was missed",
            "plan_defaulted": "has ended",
        }
        for action in self.actions(kind="notice"):
            document = action._get_documents()[action.id]
            text = f"{document.title} {document.opening} {document.next_step}"
            with self.subTest(action.notice_id.code):
                self.assertIn(words[action.notice_id.code], text)
                self.assertNotIn("{", text)
                self.assertEqual(len(document.tables[0].rows), 3)

    def test_a_reminder_that_waits_is_withdrawn_when_the_debtor_pays(self):
        self.make_active()
        self.play(15, send=False)
        reminder = self.actions(kind="notice")[-1]
        self.assertEqual(
            (reminder.notice_id.code, reminder.state), ("plan_reminder", "queued")
        )
        with self.on(15):
            self.pay(self.first, 300, self.day(15))
            self.send_mails()
        self.assertEqual(reminder.state, "cancelled")

    def test_a_preview_changes_nothing_of_a_plan(self):
        plan = self.make_active()
        self.play(15, 21, 24)
        with self.on(31):
            self.make_run(self.day(31))._preview()
        self.assertEqual(plan.state, "active")
        self.play(31)
        self.assertEqual(plan.state, "defaulted")

    def test_after_a_default_dunning_follows_the_rule_of_the_plan(self):
        for rule, expected in (
            ("resume", [(4, "R1")]),
            ("announce", [(4, "R1"), (31, "R1")]),
            ("raise", [(4, "R1"), (31, "SP1")]),
            ("restart", [(4, "R1"), (31, "R1")]),
        ):
            with self.subTest(rule), self.env.cr.savepoint() as point:
                self.make_active(default_rule=rule)
                self.play(15, 21, 24, 31)
                self.assertEqual(self.given(self.first), expected)
                point.rollback()
                self.env.invalidate_all()

    def test_a_warning_that_cannot_be_given_is_a_task_and_no_default(self):
        plan = self.make_active()
        self.play(15, 21)
        self.debtor.write(
            {
                "collection_do_not_contact": True,
                "collection_do_not_contact_reason": "Asked by his lawyer",
            }
        )
        self.play(24, 25, 31, 40)
        self.assertEqual(plan.state, "active")
        tasks = plan.case_id.activity_ids.filtered(
            lambda task: "could not be warned" in task.summary
        )
        self.assertEqual(len(tasks), 1)
        with self.on(41):
            plan.with_user(self.manager).action_default()
        self.assertEqual(plan.state, "defaulted")

    def test_what_is_personal_in_a_plan_is_forgotten(self):
        plan = self.make_active(means_note="Wife is ill", note="Pays in cash")
        plan.message_post(body="Called about his wife")
        cases = plan.case_id
        Privacy = self.env["collection.privacy"].sudo()
        counts = Privacy._count_values(("of_cases", {}), cases)
        self.assertEqual(counts["collection.plan", "means_note"], 1)
        Privacy._empty_values(("of_cases", {}), cases)
        self.env.invalidate_all()
        self.assertNotIn("ill", plan.means_note)
        self.assertNotIn("cash", plan.note)
        self.assertNotIn("wife", "".join(plan.message_ids.mapped("body")))
