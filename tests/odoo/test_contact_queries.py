"""Roles, copies, marks and tracings cost as many queries for fifty as for one."""

from odoo.fields import Command

from .query_common import QueryCounting
from .test_recipients import RolesCommon

MANY = 50


class TestContactQueries(QueryCounting, RolesCommon):
    def make_debtors(self, count, **vals):
        found = self.env["res.partner"]
        for number in range(count):
            partner = self.make_debtor(f"Debtor {number}", **vals)
            for role in ("accounts_payable", "finance_manager"):
                self.make_contact(
                    f"{role}{number}",
                    role,
                    partner,
                    email=vals.get("email", f"{role}{number}@debtor.example"),
                )
            self.post_invoice(1000 + number, partner=partner)
            found |= partner
        return found

    def measure(self, day):
        """``(queries of each step, actions)`` of a run that is taken back."""
        with self.taken_back():
            run = self.make_run(day).sudo()
            start = self.count_queries(run._start)
            cases = run._lock_batch()
            act = self.count_queries(lambda: run._act(cases))
            follow = self.count_queries(run._follow_up)
            return (start, follow), act, len(run.action_ids)

    def compare(self, day, **vals):
        self.make_debtors(1, **vals)
        self.measure(day)  # fills the caches
        one = self.measure(day)
        self.make_debtors(MANY - 1, **vals)
        return one, self.measure(day)

    def test_run_with_roles_and_copies(self):
        self.levels["R1"].copy_role_ids = [
            Command.set(self.roles["finance_manager"].ids)
        ]
        one, many = self.compare(self.day(3))
        self.assertEqual((one[2], many[2]), (1, MANY))
        self.assertEqual(one[0], many[0])
        # Rendering and creating mails is Odoo's, by batches; nothing is per mail.
        self.assertLess(many[1] - one[1], 12)

    def test_tracings_of_many_debtors(self):
        lost = {"email": False, "street": False, "city": False, "zip": False}
        one, many = self.compare(self.day(3), **lost)
        # Nothing is to be sent, so that its start is all of the run. Odoo inserts a
        # hundred steps of checklists at a time.
        self.assertLess(many[0][0] - one[0][0], 5)
        self.assertEqual(one[0][1], many[0][1])

    def test_contacts_of_a_case_with_their_state(self):
        partners = self.make_debtors(MANY)
        self.run_day(self.day(3))
        Problem = self.env["collection.address.problem"].sudo()
        for partner in partners:
            Problem._note(partner, "email", "bounced", partner.email_normalized)
        names = (
            "collection_role_ids",
            "collection_address_state",
            "collection_address_note",
            "collection_last_answer",
            "collection_email_failed",
        )
        cases = partners.collection_case_ids
        cases = cases.browse(cases.ids)  # whose prefetching outlives the caches

        def read(some):
            contacts = some.contact_ids
            contacts.read(names)
            return len(contacts)

        read(cases)
        one = self.count_queries(lambda: self.assertEqual(read(cases[:1]), 3))
        many = self.count_queries(lambda: self.assertEqual(read(cases), 3 * MANY))
        self.assertLessEqual(many, one)

    def test_reach_is_read_in_one_go(self):
        partners = self.make_debtors(MANY)
        run = self.make_run(self.day(3))
        self.count_queries(lambda: run._load_reach(partners.ids))
        one = self.count_queries(lambda: run._load_reach(partners[:1].ids))
        many = self.count_queries(lambda: run._load_reach(partners.ids))
        self.assertEqual(one, many)
