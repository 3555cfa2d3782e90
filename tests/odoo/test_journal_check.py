"""Sealing, and what verification finds of what was done behind the journal's back."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.b2b_collections.core import chain
from odoo.addons.b2b_collections.models import (
    collection_journal_check_work,
    collection_journal_seal,
)

from .common import READER
from .journal_common import JournalCommon


class TestSeal(JournalCommon):
    def test_entries_are_visible_before_they_are_sealed(self):
        self.make_run(self.day(3))._start()
        entry = self.entries._record(
            [{"company_id": self.company.id, "event": "remark"}]
        )
        self.assertFalse(entry.sealed or entry.number or entry.hash)
        self.assertIn(entry, self.entries.search([("sealed", "=", False)]))
        self.assertEqual(self.entries._seal(self.company), 1)
        self.assertTrue(entry.sealed and entry.hash)
        self.assertIn(entry, self.entries.search([("sealed", "=", True)]))

    def test_numbers_have_no_gaps_and_each_company_its_own(self):
        other = self.setup_other_company()["company"]
        for company in (self.company, other, other, self.company, other):
            self.entries._record([{"company_id": company.id, "event": "remark"}])
        self.entries._seal()
        for company, count in ((self.company, 2), (other, 3)):
            found = self.entries.search([("company_id", "=", company.id)], order="id")
            self.assertEqual(found.mapped("number"), [*range(1, count + 1)])

    def test_batches_continue_the_chain(self):
        self.patch(collection_journal_seal, "ENTRIES_AT_A_TIME", 2)
        row = {"company_id": self.company.id, "event": "remark"}
        self.entries._record([row] * 5)
        self.assertEqual(self.entries._seal(), 5)
        self.entries._record([row] * 2)
        self.assertEqual(self.entries._seal(), 2)
        found = self.own_entries()
        self.assertEqual(found[0].prev_hash, chain.GENESIS)
        self.assertEqual(found[1:].mapped("prev_hash"), found[:-1].mapped("hash"))
        self.assertEqual(self.verify().state, "right")

    def test_a_run_seals_what_it_wrote(self):
        self.run_day(self.day(3), send=False)
        self.assertEqual(set(self.own_entries().mapped("sealed")), {True})

    def test_the_job_seals_what_is_left(self):
        self.run_day(self.day(3))
        self.assertIn(False, self.own_entries().mapped("sealed"))
        with self.enter_registry_test_mode():
            self.env.ref("b2b_collections.ir_cron_seal").method_direct_trigger()
        self.entries.invalidate_model()
        self.assertEqual(set(self.own_entries().mapped("sealed")), {True})


class TestVerify(JournalCommon):
    def setUp(self):
        super().setUp()
        self.remind()

    def broken(self, problem, number=None, **kwargs):
        check = self.verify(**kwargs)
        self.assertEqual((check.state, check.problem), ("broken", problem))
        if number is not None:
            self.assertEqual(check.problem_number, number)
            self.assertIn(str(number), check.problem_text)
        self.assertIn("Nusantara Retail", check.problem_text)
        return check

    def test_all_is_right(self):
        check = self.verify()
        self.assertEqual(check.state, "right", check.problem_text)
        self.assertEqual(check.entry_count, len(self.own_entries()))
        self.assertEqual(check.action_count, len(self.actions()))
        self.assertEqual(check.unsealed_count, 0)
        self.assertEqual(check.head_hash, self.own_entries()[-1].hash)
        self.assertEqual(check.progress, 100.0)
        self.assertIn("right", check._describe())

    def test_all_is_right_in_small_steps(self):
        for name in ("ENTRIES_AT_A_TIME", "ACTIONS_AT_A_TIME"):
            self.patch(collection_journal_check_work, name, 2)
        check = self.verify()
        self.assertEqual(check.state, "right", check.problem_text)
        self.assertEqual(check.entry_count, len(self.own_entries()))

    def test_a_changed_entry_is_named(self):
        entry = self.own_entries()[3]
        with self.behind_the_triggers() as execute:
            execute(
                "UPDATE collection_journal_entry SET event = 'printed' WHERE id = %s",
                [entry.id],
            )
        check = self.broken("changed", 4)
        self.assertEqual(check.entry_id, entry)
        self.assertIn("Printed", check.problem_text)

    def test_a_changed_payload_is_named(self):
        entry = self.own_entries()[0]
        payload = chain.read(entry.payload)
        payload["facts"]["amount"] = "1"
        with self.behind_the_triggers() as execute:
            execute(
                "UPDATE collection_journal_entry SET payload = %s WHERE id = %s",
                [chain.canonical(payload), entry.id],
            )
        self.broken("changed", 1)

    def test_a_change_that_was_hashed_anew_is_found(self):
        entry = self.own_entries()[3]
        parts = chain.Entry(
            4, self.company.id, "printed", entry.moment, entry.user_id.id,
            entry.case_id.id, entry.action_id.id, entry.contact_id.id, entry.payload,
        )  # fmt: skip
        with self.behind_the_triggers() as execute:
            execute(
                "UPDATE collection_journal_entry SET event = %s, hash = %s"
                " WHERE id = %s",
                ["printed", chain.link(entry.prev_hash, parts), entry.id],
            )
        self.broken("detached", 5)

    def test_a_deleted_entry_is_named(self):
        with self.behind_the_triggers() as execute:
            execute("DELETE FROM collection_journal_entry WHERE number = 2")
        check = self.broken("missing", 2)
        self.assertEqual(check.entry_id.number, 1)

    def test_the_last_entry_cannot_vanish(self):
        last = self.own_entries()[-1].number
        with self.behind_the_triggers() as execute:
            execute("DELETE FROM collection_journal_entry WHERE number = %s", [last])
        self.broken("missing", last)

    def test_a_chain_that_was_written_anew_is_not_that_of_the_last_verification(self):
        self.verify()
        with (
            self.behind_the_triggers() as execute,
            self.behind_the_triggers("collection_journal_head"),
        ):
            execute(
                "UPDATE collection_journal_entry SET moment = moment - interval '1 h',"
                " number = NULL, hash = NULL, prev_hash = NULL"
            )
            execute("DELETE FROM collection_journal_head")
        self.entries._seal()
        self.broken("rewritten")

    def test_a_changed_action_is_named_with_what_was_changed(self):
        action = self.actions()[0]
        with self.behind_the_triggers("collection_action") as execute:
            execute(
                "UPDATE collection_action SET amount = amount + 1, date = date - 1"
                " WHERE id = %s",
                [action.id],
            )
        check = self.broken("row")
        self.assertEqual(check.action_id, action)
        self.assertIn("Amount, Date", check.problem_text)

    def test_a_changed_state_is_found_though_no_trigger_forbids_it(self):
        action = self.actions()[1]
        action.sudo().state = "cancelled"
        self.assertEqual(self.broken("row").action_id, action)

    def test_a_changed_line_is_found(self):
        line = self.actions()[0].line_ids
        with self.behind_the_triggers("collection_action_line") as execute:
            execute(
                "UPDATE collection_action_line SET amount_residual = 7 WHERE id = %s",
                [line.id],
            )
        self.assertEqual(self.broken("row").action_id, line.action_id)

    def test_an_added_line_is_found(self):
        line = self.actions()[0].line_ids
        line.sudo().copy({"climbs": False})
        self.assertEqual(self.broken("row").action_id, line.action_id)

    def test_a_changed_address_is_found_by_its_digest(self):
        with self.behind_the_triggers("collection_action") as execute:
            execute("UPDATE collection_action SET address = 'x@debtor.example'")
        self.assertIn("Address", self.broken("row").problem_text)

    def test_an_action_without_making_is_found(self):
        self.env.cr.execute(
            """
            INSERT INTO collection_action (
                company_id, case_id, partner_id, date, kind, channel, state, gate)
            SELECT company_id, case_id, partner_id, date, kind, channel, state, gate
              FROM collection_action WHERE id = %s RETURNING id
            """,
            [self.actions()[0].id],
        )
        forged = self.env.cr.fetchone()[0]
        self.assertEqual(self.broken("unmade").action_id.id, forged)

    def test_a_changed_letter_is_found(self):
        letter = self.actions(channel="letter")
        letter.attachment_id.sudo().raw = b"%PDF-1.4 forged"
        self.assertEqual(self.verify(documents=False).state, "right")
        self.assertEqual(self.broken("document").action_id, letter)

    def test_a_changed_message_is_found(self):
        mail = self.actions(channel="mail")[1]
        mail.mail_message_id.sudo().body = "We never wrote this"
        self.assertEqual(self.broken("text").action_id, mail)

    def test_changed_words_of_an_entry_are_found(self):
        self.run_day(self.day(90), send=False)
        self.actions(state="to_print").with_user(self.collector).action_cancel()
        self.entries._seal()
        self.assertEqual(self.verify().state, "right")
        entry = self.entries.search([("event", "=", "cancelled")])
        with self.behind_the_triggers() as execute:
            execute(
                "UPDATE collection_journal_entry SET detail = 'x' WHERE id = %s",
                [entry.id],
            )
        self.broken("detail", entry.number)

    def test_what_was_forgotten_is_right_only_if_the_journal_says_so(self):
        case = self.debtor.collection_case_id
        self.env.cr.execute(
            "UPDATE collection_action SET address = NULL, subject = '[anonymised]'"
        )
        self.env.cr.execute("UPDATE collection_journal_entry SET salt = NULL")
        self.env.invalidate_all()
        self.broken("row")
        self.entries._record(
            [
                {
                    "company_id": self.company.id,
                    "case_id": case.id,
                    "event": "anonymised",
                }
            ]
        )
        check = self.verify()
        self.assertEqual(check.state, "right", check.problem_text)

    def test_a_verification_stands(self):
        check = self.verify()
        with self.assertRaises(UserError):
            check.unlink()

    def run_weekly_job(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "b2b_collections.ir_cron_verify_weekly"
            ).method_direct_trigger()
            self.env.ref("b2b_collections.ir_cron_verify").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["collection.journal.check"].search(
            [("company_id", "=", self.company.id)], limit=1
        )

    def test_the_weekly_job_verifies_and_tells_nobody_that_all_is_right(self):
        check = self.run_weekly_job()
        self.assertEqual(check.state, "right", check.problem_text)
        self.assertFalse(check.activity_ids)

    def test_the_weekly_job_tells_the_manager_of_a_broken_journal(self):
        with self.behind_the_triggers() as execute:
            execute(
                "UPDATE collection_journal_entry SET event = 'printed' WHERE id = %s",
                [self.own_entries()[3].id],
            )
        check = self.run_weekly_job()
        self.assertEqual(check.state, "broken")
        manager = self.company._get_collection_manager()
        self.assertEqual(check.activity_ids.user_id, manager)
        self.assertIn("Nusantara Retail", check.activity_ids.note)

    def test_who_reads_may_verify_but_not_say_the_result(self):
        checks = self.env["collection.journal.check"].with_user(self.reader)
        check = checks.create({"company_id": self.company.id})
        check.action_verify()
        self.assertEqual((check.state, check.user_id), ("right", self.reader))
        with self.assertRaises(UserError):
            checks.create({"company_id": self.company.id, "state": "right"})
        with self.assertRaises(AccessError):
            check.write({"state": "right"})

    def test_another_company_verifies_its_own_only(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_other",
            groups=f"base.group_user,{READER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        checks = self.env["collection.journal.check"].with_user(stranger)
        with self.assertRaises(AccessError):
            checks.create({"company_id": self.company.id})
        self.assertFalse(self.entries.with_user(stranger).search([]))
        check = checks.create({"company_id": other.id})
        check.action_verify()
        self.assertEqual((check.state, check.entry_count), ("right", 0))

    def test_a_long_one_goes_on_as_a_job(self):
        check = self.env["collection.journal.check"].create(
            {"company_id": self.company.id}
        )
        self.patch(collection_journal_check_work, "ACTIONS_AT_A_TIME", 1)
        check.sudo()._start()
        check.sudo()._step()
        self.assertEqual(check.state, "running")
        self.assertGreater(check.progress, 0)
        with self.enter_registry_test_mode():
            self.env.ref("b2b_collections.ir_cron_verify").method_direct_trigger()
        check.invalidate_recordset()
        self.assertEqual(check.state, "right")

    def test_the_canonical_form_is_what_is_kept(self):
        for entry in self.own_entries():
            self.assertEqual(chain.canonical(json.loads(entry.payload)), entry.payload)
