"""What the screens compute: counts, words, the summary of a run, the wizards."""

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.b2b_collections.core import reasons

from .common import CollectionsCommon


class TestCaseScreens(CollectionsCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self.post_invoice(1000.0)
        self.second = self.post_invoice(500.0)
        self.run_day(self.day(4))
        self.run_day(self.day(11))
        self.case = self.item(self.invoice).case_id

    def test_counts_of_a_case(self):
        self.assertRecordValues(
            self.case, [{"move_count": 2, "action_count": 3, "letter_count": 0}]
        )

    def test_fifty_cases_take_as_many_queries_as_one(self):
        for number in range(50):
            self.post_invoice(100.0, partner=self.make_debtor(f"Debtor {number}"))
        self.run_day(self.day(12))
        cases = self.env["collection.case"].search([("state", "=", "open")])
        self.assertEqual(len(cases), 51)
        for names in (
            ["partner_id", "level_short_name", "next_step", "days_overdue", "is_held"],
            ["move_count", "action_count", "letter_count", "country_id"],
        ):
            with self.subTest(names=names):
                # What is cached for good comes first: rights, languages.
                self._count_queries(cases[:1], names)
                counts = [
                    self._count_queries(some, names) for some in (cases[:1], cases)
                ]
                self.assertEqual(counts[0], counts[1])

    def _count_queries(self, records, names):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records.read(names)
        return self.env.cr.sql_log_count - before

    def test_stat_buttons_open_what_they_count(self):
        for name, count in (
            ("action_view_items", 2),
            ("action_view_moves", 2),
            ("action_view_journal", 3),
        ):
            with self.subTest(button=name):
                action = getattr(self.case, name)()
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(found), count)

    def test_an_invoice_says_where_it_stands_and_why(self):
        info = self.invoice.with_user(self.reader).collection_info
        self.assertTrue(info.startswith("Reminder · Level R2 · "), info)
        self.assertEqual(self.invoice.collection_case_id, self.case)
        self.pay(self.invoice)
        self.run_day(self.day(12))
        self.env.invalidate_all()
        self.assertFalse(self.invoice.collection_info)

    def test_a_debtor_shows_the_amount_and_the_policy_of_its_case(self):
        self.assertRecordValues(
            self.debtor,
            [
                {
                    "collection_amount_overdue": 1500.0,
                    "collection_case_policy_id": self.policy.id,
                }
            ],
        )

    def test_an_action_without_a_number_is_told_by_channel_level_and_debtor(self):
        first = self.actions(channel="mail")[0]
        self.assertEqual(first.display_name, "E-mail, R1, Nusantara Retail")
        self.assertEqual(first.lang_name, "English (US)")
        self.assertEqual(first.line_count, 2)

    def test_the_ladder_of_a_policy_in_a_line(self):
        self.assertEqual(
            self.policy.ladder, "-7 NOTICE → +3 R1 → +10 R2 → +30 SP1 → +90 FINAL"
        )
        self.assertEqual(self.policy.case_count, 1)
        self.assertFalse(self.policy.copy({"level_ids": [Command.clear()]}).ladder)

    def test_every_reason_has_a_name_to_group_by(self):
        codes = {
            value
            for name, value in vars(reasons).items()
            if name.isupper() and isinstance(value, str)
        }
        labels = dict(self.env["collection.item"]._get_reason_labels())
        self.assertEqual(codes, set(labels))
        groups = self.env["collection.item"]._read_group(
            [("case_id", "=", self.case.id)], ["reason_code"], ["__count"]
        )
        self.assertEqual(sum(count for _code, count in groups), 2)


class TestRunSummary(CollectionsCommon):
    def test_a_run_is_compared_with_the_run_before_it(self):
        self.post_invoice(1000.0)
        self.run_day(self.day(4))
        self.post_invoice(500.0, partner=self.make_debtor("Second"))
        run = self.run_day(self.day(11))
        tables = run.summary_tables
        self.assertTrue(tables["compared"])
        self.assertEqual(
            [
                (
                    row["level"],
                    row["channel"],
                    row["count"],
                    row["change"],
                    row["amount"],
                )
                for row in tables["messages"]
            ],
            [
                ("Level R1", "E-mail", 1, "", "500.00"),
                ("Level R2", "Call", 1, "+1", "1,000.00"),
                ("Level R2", "E-mail", 1, "+1", "1,000.00"),
            ],
        )
        self.assertEqual(sum(group["count"] for group in tables["verdicts"]), 2)

    def test_the_first_run_has_nothing_to_be_compared_with(self):
        self.post_invoice(1000.0)
        tables = self.run_day(self.day(4)).summary_tables
        self.assertFalse(tables["compared"])
        self.assertFalse(self.make_run(self.day(5)).summary_tables)

    def test_a_row_opens_what_it_counts(self):
        self.post_invoice(1000.0)
        preview = self.make_run(self.day(4))
        preview._preview()
        run = self.run_day(self.day(4))
        for record, model in (
            (preview, "collection.run.line"),
            (run, "collection.action"),
        ):
            with self.subTest(model=model):
                row = record.summary_tables["messages"][0]
                action = record.action_drill_down("messages", row["filter"])
                self.assertEqual(action["res_model"], model)
                found = self.env[model].search(action["domain"])
                self.assertEqual(len(found), row["count"])
        group = run.summary_tables["verdicts"][0]
        action = run.action_drill_down("reasons", group["filter"])
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(found), group["count"])

    def test_a_row_cannot_ask_for_other_fields(self):
        self.post_invoice(1000.0)
        run = self.run_day(self.day(4))
        action = run.action_drill_down("messages", {"partner_id.vat": "x"})
        self.assertEqual(action["domain"], [("run_id", "in", run.ids)])

    def test_only_a_finished_preview_can_be_confirmed(self):
        self.company.collection_mode = "prepare"
        run = self.make_run(self.day(4))
        self.assertFalse(run.can_confirm)
        run._preview()
        self.assertTrue(run.can_confirm)
        run.with_user(self.manager).action_confirm_live()
        self.assertFalse(run.can_confirm)


class TestWizards(CollectionsCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self.post_invoice(1000.0)
        self.run_day(self.day(4))
        self.case = self.item(self.invoice).case_id

    def wizard(self, model, record, **values):
        return (
            self.env[model]
            .with_user(self.collector)
            .with_context(
                active_model=record._name,
                active_id=record.id,
                active_ids=record.ids,
                collection_date=self.day(20),
            )
            .create(values)
        )

    def test_contact_proposes_level_recipient_and_items(self):
        wizard = self.wizard("collection.contact.wizard", self.case)
        self.assertRecordValues(
            wizard,
            [
                {
                    "case_id": self.case.id,
                    "channel": "mail",
                    "level_id": self.levels["R2"].id,
                    "contact_id": self.debtor.id,
                    "address": self.debtor.email,
                    "item_ids": self.item(self.invoice).ids,
                    "amount": 1000.0,
                    "nothing": False,
                }
            ],
        )
        wizard.channel = "letter"
        self.assertIn("Jakarta", wizard.address)

    def test_contact_goes_into_the_journal(self):
        wizard = self.wizard(
            "collection.contact.wizard",
            self.case,
            channel="letter",
            level_id=self.levels["SP1"].id,
        )
        wizard.action_contact()
        letter = self.actions(channel="letter")
        self.assertRecordValues(
            letter,
            [{"kind": "manual", "state": "to_print", "user_id": self.collector.id}],
        )
        self.assertTrue(letter.has_document)

    def test_contact_says_why_it_is_refused(self):
        self.debtor.email = False
        wizard = self.wizard("collection.contact.wizard", self.case)
        self.assertFalse(wizard.address)
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            wizard.action_contact()

    def test_contact_says_why_there_is_nothing_to_list(self):
        self.invoice.line_ids.no_followup = True
        self.run_day(self.day(5))
        wizard = self.wizard("collection.contact.wizard", self.case)
        self.assertFalse(wizard.item_ids)
        self.assertIn("nothing to remind of", wizard.nothing)

    def test_a_planned_call_is_settled_and_the_next_one_planned(self):
        self.run_day(self.day(11))
        call = self.actions(channel="call")
        self.assertEqual(call.state, "planned")
        wizard = self.wizard(
            "collection.call.wizard",
            self.case,
            outcome="promised",
            note="<p>Pays on Friday</p>",
            next_date=self.day(25),
        )
        self.assertEqual(wizard.action_id, call)
        wizard.action_log()
        self.assertRecordValues(call, [{"state": "done", "outcome": "promised"}])
        self.assertIn("Pays on Friday", call.note)
        self.assertEqual(self.case.activity_ids.date_deadline, self.day(25))

    def test_a_call_that_was_not_planned_is_journalled(self):
        wizard = self.wizard("collection.call.wizard", self.case, outcome="not_reached")
        self.assertFalse(wizard.action_id)
        wizard.action_log()
        call = self.actions(channel="call")
        self.assertRecordValues(
            call, [{"state": "done", "outcome": "not_reached", "kind": "manual"}]
        )

    def test_a_refusal_needs_a_reason_and_keeps_it(self):
        self.levels["R2"].requires_approval = True
        self.run_day(self.day(11))
        waiting = self.actions(state="to_approve")
        self.assertEqual(len(waiting), 2)
        wizard = (
            self.env["collection.refuse.wizard"]
            .with_user(self.manager)
            .with_context(active_model=waiting._name, active_ids=waiting.ids)
            .create({"reason": "Settled by phone"})
        )
        self.assertEqual(wizard.action_count, 2)
        wizard.action_refuse()
        self.assertEqual(waiting.mapped("state"), ["refused"] * 2)
        self.assertEqual(waiting.mapped("state_detail"), ["Settled by phone"] * 2)
