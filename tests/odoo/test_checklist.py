from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .dispute_common import DisputeCommon
from .query_common import QueryCounting


class TestChecklist(QueryCounting, DisputeCommon):
    """Hard levels wait for evidence; FINAL (day 90) is one here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels["FINAL"].needs_validation = True

    def line(self, code):
        return self.case.checklist_line_ids.filtered(
            lambda line: line.question_id.code == code
        )

    def attach(self, name, move=None, **vals):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": b"%PDF-1.4",
                "res_model": "account.move",
                "res_id": (move or self.invoice).id,
                **vals,
            }
        )

    def attach_all(self, move=None):
        for name in ("Contract.pdf", "PO-4711.pdf", "invoice.pdf", "POD 12.pdf"):
            self.attach(name, move)

    def tasks(self):
        return self.case.activity_ids.filtered(
            lambda task: "evidence" in (task.summary or "")
        )

    def climb(self):
        """To SP1: the final demand is the next level."""
        self.play(3, 10, 30, send=True)

    def test_begins_when_a_hard_level_comes_near_with_a_task(self):
        self.play(3, 10)
        self.assertEqual(self.case.checklist_state, "none")
        self.play(30, 31)
        self.assertEqual(self.case.checklist_state, "open")
        self.assertEqual(len(self.case.checklist_line_ids), 11)
        self.assertEqual(self.line("correspondence").answer, "yes")
        self.assertTrue(self.line("correspondence").is_found)
        self.assertIn("Proof of delivery", self.case.checklist_missing)
        self.assertEqual(self.tasks().user_id, self.collector)

    def test_hard_level_waits_and_says_why_the_rest_goes_on(self):
        self.climb()
        late = self.post_invoice(50, due=self.day(85))
        self.play(90)
        item = self.item(self.invoice)
        self.assertEqual((item.verdict, item.reason_code), ("wait", "validation"))
        self.assertEqual(
            item.reason, "FINAL waits for the evidence of the validation checklist"
        )
        self.assertEqual(self.item(late).level_id.short_name, "R1")

    def test_complete_evidence_lets_it_go(self):
        self.climb()
        self.play(31)
        self.attach_all()
        self.play(90)
        self.assertEqual(self.case.checklist_state, "complete")
        self.assertEqual(self.item(self.invoice).level_id.short_name, "FINAL")
        self.assertFalse(self.tasks())

    def test_each_invoice_needs_its_own(self):
        self.climb()
        second = self.post_invoice(70)
        self.attach_all()
        with freeze_time(self.day(60)):
            self.make_run(self.day(60))._execute()
            self.case.action_start_checklist()
            self.case.action_refresh_checklist()
        self.assertEqual(self.line("contract").answer, "yes")
        self.assertEqual(self.line("delivery").answer, "open")
        self.attach_all(second)
        with freeze_time(self.day(60)):
            self.case.action_refresh_checklist()
        self.assertEqual(self.case.checklist_state, "complete")

    def test_what_is_gone_is_open_again_what_was_ticked_stays(self):
        with freeze_time(self.day(5)):
            self.case.with_user(self.collector).action_start_checklist()
            file = self.attach("contract.pdf")
            self.case.action_refresh_checklist()
            self.assertEqual(self.line("contract").attachment_ids, file)
            self.line("delivery").with_user(self.collector).answer = "yes"
            file.unlink()
            self.case.action_refresh_checklist()
        self.assertEqual(self.line("contract").answer, "open")
        self.assertRecordValues(
            self.line("delivery"),
            [
                {
                    "answer": "yes",
                    "is_found": False,
                    "user_id": self.collector.id,
                    "date_done": self.day(5),
                }
            ],
        )

    def test_files_of_debtor_and_case_stand_for_all_invoices(self):
        for name, record in (("Contract.pdf", self.debtor), ("letter.pdf", self.case)):
            self.attach(name, res_model=record._name, res_id=record.id)
        with freeze_time(self.day(5)):
            self.case.action_start_checklist()
        self.assertEqual(
            self.case.checklist_line_ids.filtered("is_found").mapped(
                lambda line: line.question_id.code
            ),
            ["contract", "correspondence"],
        )

    def test_files_of_the_sales_order_count_where_there_are_orders(self):
        # The tables of the sales app, as far as they matter, for this transaction.
        line = self.invoice.invoice_line_ids
        self.env.cr.execute(
            """
            CREATE TEMPORARY TABLE sale_order_line ON COMMIT DROP AS
                SELECT 5 AS id, 77 AS order_id;
            CREATE TEMPORARY TABLE sale_order_line_invoice_rel ON COMMIT DROP AS
                SELECT %s AS invoice_line_id, 5 AS order_line_id;
            INSERT INTO ir_attachment (name, type, res_model, res_id)
                 VALUES ('Surat_Jalan 4.pdf', 'binary', 'sale.order', 77)
            """,
            [line.id],
        )
        self.patch(
            type(self.env["collection.checklist"]), "_has_orders", lambda self: True
        )
        with freeze_time(self.day(5)):
            self.case.action_start_checklist()
        self.assertEqual(self.line("delivery").answer, "yes")
        self.assertEqual(self.line("purchase_order").answer, "open")

    def test_the_invoice_that_odoo_made_counts(self):
        with freeze_time(self.day(5)):
            self.attach("whatever.pdf", res_field="invoice_pdf_report_file")
            self.case.action_start_checklist()
        self.assertEqual(self.line("invoice").answer, "yes")

    def test_ticked_by_hand_the_decision_is_taken_at_once(self):
        self.climb()
        self.play(90)
        with freeze_time(self.day(90)):
            lines = self.case.checklist_line_ids.with_user(self.collector)
            needed = lines.filtered(
                lambda line: line.is_required and line.answer == "open"
            )
            needed[:-1].answer = "yes"
            self.assertEqual(self.item(self.invoice).reason_code, "validation")
            needed[-1].write({"answer": "none", "note": "Services, no goods"})
        item = self.item(self.invoice)
        self.assertEqual((item.verdict, item.reason_code), ("chase", "due"))

    def test_answers_that_make_no_sense(self):
        with freeze_time(self.day(5)):
            self.case.action_start_checklist()
            line = self.line("delivery").with_user(self.collector)
            with self.refused(ValidationError, "why it does not apply"):
                line.answer = "none"
            with self.refused(ValidationError, "leave it open"):
                line.answer = "no"
            with self.refused(UserError, "answer, note and files"):
                line.is_found = True
            with self.assertRaises(AccessError):
                line.with_user(self.reader).answer = "yes"
            self.line("season").with_user(self.collector).answer = "no"

    def test_manager_accepts_with_a_reason_and_takes_it_back(self):
        self.climb()
        self.play(90)
        with freeze_time(self.day(90)):
            checklist = self.case.checklist_ids
            with self.assertRaises(AccessError):
                checklist.with_user(self.collector)._accept("Please")
            with self.refused(UserError, "Reason"):
                checklist.with_user(self.manager)._accept(" ")
            checklist.with_user(self.manager)._accept("Paper file")
            self.assertEqual(checklist.state, "accepted")
            self.assertFalse(self.tasks())
            self.assertEqual(self.item(self.invoice).reason_code, "due")
            with self.refused(UserError, "accepted already"):
                checklist.with_user(self.manager)._accept("Again")
            checklist.with_user(self.manager)._revoke("The file is lost")
            self.assertEqual(self.item(self.invoice).reason_code, "validation")
        self.assertIn("checklist_accepted", self.events())
        self.assertIn("checklist_revoked", self.events())

    def test_by_hand_it_is_refused_too(self):
        with freeze_time(self.day(20)):
            case = self.case.with_user(self.collector)
            with self.refused(UserError, "Missing: .*Proof of delivery"):
                case._contact("letter", self.levels["FINAL"])
            self.assertTrue(case._contact("mail", self.levels["R1"]))

    def test_check_for_a_hand_off(self):
        with freeze_time(self.day(20)):
            with self.refused(UserError, "Hand-off: the validation checklist"):
                self.case._check_validation("Hand-off")
            self.case.sudo()._start_checklists()._accept("Known customer")
            self.case._check_validation("Hand-off")

    def test_switched_off_nothing_waits(self):
        self.company.collection_validation = False
        self.climb()
        self.play(90)
        self.assertEqual(self.item(self.invoice).level_id.short_name, "FINAL")
        self.assertEqual(self.case.checklist_state, "none")

    def test_what_ledger_and_journal_know(self):
        paid = self.post_invoice(10)
        self.make_run(self.day(0))._execute()
        self.pay(paid)
        self.invoice.ref = "PO 4711"
        self.climb()
        with freeze_time(self.day(31)):
            self.case._log_call(self.debtor, "reached", "<p>Spoke</p>")
            self.case.action_start_checklist()
        self.assertIn("PO 4711", self.line("purchase_order").hint)
        self.assertIn("journal: 4", self.line("correspondence").hint)
        self.assertIn("1 of 1 paid", self.line("lateness").hint)
        self.assertIn("First answer", self.line("first_answer").hint)
        self.assertFalse(self.line("alternative").hint)

    def test_decisions_ask_one_query_for_all_cases(self):
        self.climb()
        run = self.make_run(self.day(31)).sudo()
        book = self.env["collection.contact.rule"]._get_book(self.company)
        rules = {self.policy.id: self.policy._get_rules(book)}

        def load():
            run._load_validated(self.case.ids, rules)

        load()
        self.assertEqual(self.count_queries(load), self.count_queries(load))
        self.levels["FINAL"].needs_validation = False
        self.assertEqual(
            run._load_validated(self.case.ids, {1: self.policy._get_rules(book)}),
            frozenset(self.case.ids),
        )

    def test_evidence_is_found_in_sets(self):
        counts = []
        for number in (1, 1, 20):
            with self.taken_back(), freeze_time(self.day(5)):
                for name in range(number):
                    move = self.post_invoice(
                        10, partner=self.make_debtor(f"Set {name}")
                    )
                    self.attach_all(move)
                self.make_run(self.day(5))._execute()
                cases = self.env["collection.case"].search(
                    [("partner_id.name", "like", "Set %")]
                )
                lists = cases.sudo()._start_checklists()
                lists = lists.browse(lists.ids)
                lists.line_ids.write({"answer": "open", "is_found": False})
                counts.append(self.count_queries(lists._find_evidence))
                answers = lists.line_ids.filtered(
                    lambda line: line.question_id.code == "delivery"
                ).mapped("answer")
                self.assertEqual(answers, ["yes"] * number)
        self.assertEqual(counts[1], counts[2])
