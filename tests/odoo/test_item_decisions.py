"""Why an item was not chased on a day in the past."""

import re
from pathlib import Path

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.b2b_collections import models

from .common import READER, CollectionsCommon


class TestItemDecisions(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.post_invoice(1000)

    def history(self, item):
        """``(day, day_end, verdict, code)``, oldest first; days as offsets."""
        self.env.invalidate_all()
        found = self.env["collection.item.decision"].search(
            [("item_id", "=", item.id)], order="id"
        )
        return [(own.day, own.day_end or None, own.verdict, own.code) for own in found]

    def play(self, offset):
        """A day of which everything else knows, as in the demo."""
        env = self.env(context=dict(self.env.context, collection_date=self.day(offset)))
        self.make_run(self.day(offset)).with_env(env)._execute()

    def test_a_first_decision_is_the_present_one_and_no_history(self):
        self.make_run(self.day(3))._start()
        item = self.item(self.invoice)
        self.assertEqual(self.history(item), [(self.day(3), None, "chase", "due")])
        self.assertFalse(self.env["collection.item.past"].search([]))

    def test_only_changes_are_kept(self):
        for offset in (3, 4, 5, 6):
            self.run_day(self.day(offset))
        item = self.item(self.invoice)
        rows = self.history(item)
        self.assertEqual(
            [row[2:] for row in rows],
            [("chase", "due"), ("wait", "queued"), ("wait", "reached"),
             ("wait", "wait_level")],
        )  # fmt: skip
        self.assertEqual([row[0] for row in rows], [self.day(3)] * 3 + [self.day(4)])
        self.assertEqual(
            [row[1] for row in rows], [self.day(3)] * 2 + [self.day(4), None]
        )

    def test_the_run_that_decided_is_known(self):
        self.run_day(self.day(3))
        later = self.run_day(self.day(4))
        present = self.item(self.invoice)._get_decision(self.day(5))
        self.assertEqual(present.run_id, later)

    def test_why_was_it_not_chased_on_that_day(self):
        self.invoice.line_ids.no_followup = True
        self.run_day(self.day(3))
        self.invoice.line_ids.no_followup = False
        self.run_day(self.day(5))
        item = self.item(self.invoice)
        self.assertEqual(item._get_decision(self.day(4)).code, "no_followup")
        words = item._explain(self.day(4))
        self.assertEqual(
            words,
            f"{self.invoice.name} on 03/06/2026: Held, because: marked 'No Follow-Up' "
            "in accounting.",
        )
        self.assertEqual(item._get_decision(self.day(5)).code, "reached")
        self.assertIn("not in collections yet", item._explain(self.day(2)))

    def test_the_last_word_of_a_day_counts(self):
        self.run_day(self.day(3))
        item = self.item(self.invoice)
        self.assertEqual(item._get_decision(self.day(3)).code, "reached")

    def test_payment_ends_the_last_decision(self):
        self.run_day(self.day(3))
        self.pay(self.invoice)
        self.run_day(self.day(8))
        item = self.item(self.invoice)
        self.assertEqual(self.history(item)[-1], (self.day(8), None, "none", "paid"))
        self.assertEqual(item._get_decision(self.day(7)).code, "reached")

    def test_refusal_and_withdrawal_are_kept(self):
        self.levels["R1"].requires_approval = True
        self.play(3)
        waiting = self.actions().with_user(self.manager)
        waiting.with_context(collection_date=self.day(4))._refuse("Not now")
        self.play(5)
        item = self.item(self.invoice)
        codes = [(day, code) for day, _end, _verdict, code in self.history(item)]
        self.assertIn((self.day(3), "to_approve"), codes)
        self.assertIn((self.day(4), "failed"), codes)
        self.assertEqual(codes[-1], (self.day(5), "refused"))
        self.assertIn("Not now", item._explain(self.day(6)))

    def test_a_preview_leaves_no_history(self):
        self.run_day(self.day(3))
        item = self.item(self.invoice)
        before = self.history(item)
        self.make_run(self.day(30))._preview()
        self.assertEqual(self.history(item), before)

    def test_a_decision_by_the_orm_is_kept_as_well(self):
        self.run_day(self.day(3))
        item = self.item(self.invoice)
        later = item.sudo().with_context(collection_date=self.day(9))
        later.write({"verdict": "hold", "reason_code": "error"})
        self.assertEqual(self.history(item)[-1], (self.day(9), None, "hold", "error"))

    def test_the_history_outlives_its_item(self):
        for offset in (3, 4):
            self.run_day(self.day(offset))
        item = self.item(self.invoice)
        self.invoice.button_draft()
        self.invoice.line_ids.with_context(dynamic_unlink=True).unlink()
        self.assertFalse(item.exists())
        past = self.env["collection.item.decision"].search(
            [("name", "=", self.invoice.name)]
        )
        self.assertEqual(set(past.mapped("code")), {"due", "queued", "reached"})
        self.assertFalse(past.item_id)
        self.assertTrue(all(past.mapped("reason")))

    def test_all_items_of_a_day_can_be_searched(self):
        other = self.post_invoice(50, due=self.day(4))
        for offset in (3, 4, 14):
            self.run_day(self.day(offset))
        found = self.env["collection.item.decision"].search(
            [("as_of", "=", self.day(5)), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(found.item_id, self.item(self.invoice | other))
        self.assertEqual(len(found), 2)

    def test_the_history_is_read_for_many_as_for_one(self):
        for number in range(9):
            partner = self.make_debtor(f"Debtor {number}")
            self.post_invoice(100, partner=partner)
        for offset in (3, 4, 5):
            self.run_day(self.day(offset))
        decisions = self.env["collection.item.decision"].search([])
        counts = []
        for some in (decisions[:1], decisions):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("reason")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_others_see_nothing_and_nobody_writes(self):
        self.run_day(self.day(3))
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_other",
            groups=f"base.group_user,{READER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for model in ("collection.item.decision", "collection.item.past"):
            with self.subTest(model=model):
                self.assertTrue(self.env[model].with_user(self.reader).search([]))
                self.assertFalse(self.env[model].with_user(stranger).search([]))
                for mode in ("write", "create", "unlink"):
                    self.assertFalse(
                        self.env[model].with_user(self.manager).has_access(mode)
                    )


class TestEveryStatement(CollectionsCommon):
    def test_what_changes_a_decision_says_since_when(self):
        """SQL that sets a reason has to set its day, or the history is wrong."""
        forgetful = []
        for path in Path(models.__file__).parent.glob("*.py"):
            for block in re.findall(r'"""(.*?)"""', path.read_text(), re.DOTALL):
                sets = re.search(r"\bUPDATE\b.*\breason_code =", block, re.DOTALL)
                if sets and "decided_on =" not in block:
                    forgetful.append(path.name)
        self.assertEqual(forgetful, [])
