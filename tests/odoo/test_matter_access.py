from base64 import b64encode

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from .common import MANAGER
from .matter_common import MatterCommon
from .placement_common import PlacementCommon
from .query_common import QueryCounting

MODES = ("read", "write", "create", "unlink")
PARTS = ("item", "deadline", "document", "cost", "instalment")
ALL, NONE, READ = set(MODES), set(), {"read"}
RIGHTS = {
    "collection.matter": (READ, ALL, ALL),
    **{f"collection.matter.{part}": (READ, ALL, ALL) for part in PARTS},
    "collection.matter.kind": (READ, READ, ALL),
    "collection.matter.kind.step": (READ, READ, ALL),
    "collection.matter.wizard": (NONE, ALL - {"unlink"}, ALL - {"unlink"}),
    "collection.decision.sheet": (READ, ALL, ALL),
    "collection.decision.line": (READ, READ, READ),
    "collection.decision.wizard": (NONE, ALL - {"unlink"}, ALL - {"unlink"}),
}


class TestMatterAccess(QueryCounting, MatterCommon):
    def test_each_group_has_its_rights(self):
        roles = (self.reader, self.collector, self.manager)
        for model, rights in RIGHTS.items():
            for user, allowed in zip(roles, rights, strict=True):
                for mode in MODES:
                    with self.subTest(model=model, user=user.login, mode=mode):
                        may = self.env[model].with_user(user).has_access(mode)
                        self.assertEqual(may, mode in allowed)

    def test_others_cases_are_theirs(self):
        with self.on(5):
            matter = self.make_filed()
            self.case.user_id = self.manager
            mine = matter.with_user(self.collector)
            deadlines = self.env["collection.matter.deadline"]
            refusals = (
                mine.action_pending,
                mine.action_refresh,
                lambda: mine.write({"court": "Elsewhere"}),
                lambda: mine._close("won", "Paid"),
                lambda: deadlines.with_user(self.collector).create(
                    {"matter_id": matter.id, "name": "X", "date": self.day(9)}
                ),
                lambda: (
                    self.env["collection.decision.sheet"]
                    .with_user(self.collector)
                    .create({"case_id": self.case.id})
                ),
            )
            for number, refusal in enumerate(refusals):
                with self.subTest(number=number), self.assertRaises(AccessError):
                    refusal()

    def test_readers_change_nothing(self):
        with self.on(5):
            matter = self.make_matter()
            mine = matter.with_user(self.reader)
            for refusal in (mine.action_file, mine.action_cancel, mine.action_new_bill):
                with self.assertRaises(AccessError):
                    refusal()
        self.assertTrue(mine.claim_words)
        self.assertEqual(mine.cost_company, 0)

    def test_another_company_sees_nothing(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.on(5):
            matter = self.make_filed("order_eu")
            sheet = self.env["collection.decision.sheet"].create(
                {"case_id": self.case.id}
            )
        for record in (matter, matter.item_ids, matter.deadline_ids, sheet):
            with self.subTest(model=record._name):
                model = self.env[record._name].with_user(stranger)
                self.assertFalse(model.search([("id", "in", record.ids)]))
                with self.assertRaises(AccessError):
                    record.with_user(stranger).read(["company_id"])

    def test_files_are_closed_to_outsiders(self):
        with self.on(5):
            matter = self.make_filed()
            document = self.env["collection.matter.document"].create(
                {
                    "matter_id": matter.id,
                    "name": "Summons",
                    "content": b64encode(b"Come here"),
                }
            )
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", document._name), ("res_field", "=", "content")]
        )
        self.assertEqual(attachment.res_id, document.id)
        outsider = new_test_user(self.env, "col_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            attachment.with_user(outsider).read(["raw"])
        self.assertEqual(attachment.with_user(self.reader).raw, b"Come here")

    def test_the_chatter_reaches_no_debtor(self):
        with self.on(5), self.mock_mail_gateway():
            matter = self.make_filed()
            matter.message_subscribe(self.debtor.ids)
            matter.message_post(
                body="He will lose",
                partner_ids=self.debtor.ids,
                subtype_xmlid="mail.mt_comment",
            )
        self.assertFalse(
            [mail for mail in self._new_mails if self.debtor in mail.recipient_ids]
        )

    def make_many(self, count):
        self.company.collection_matter_rest = False
        kind = self.env.ref("b2b_collections.matter_kind_other")
        with self.on(5):
            matters = self.env["collection.matter"]
            for _number in range(count):
                matters |= self.make_matter(kind_id=kind.id)
            matters.action_file()
            matters.write({"judgement_date": self.day(5), "judgement_amount": 900})
            matters.action_judgement()
            for matter in matters:
                matter.instalment_ids = [
                    Command.create({"date": self.day(9), "amount": 900})
                ]
                self.env["collection.matter.deadline"].create(
                    {"matter_id": matter.id, "name": "Answer", "date": self.day(9)}
                )
        return matters

    def test_queries_do_not_grow(self):
        names = ("claim_words", "cost_company", "deadline_next", "missed_count")
        matters = self.make_many(30)

        def show(found):
            self.env["collection.matter"].search([("id", "in", found.ids)]).web_read(
                {name: {} for name in names}
            )

        def follow(found):
            run = self.make_run(self.day(6))
            run._follow_matters(found)

        self.check_growth(show, matters)
        self.check_growth(follow, matters)

    def check_growth(self, work, matters):
        with self.on(6):
            with self.taken_back():
                work(matters[:1])
            with self.taken_back():
                one = self.count_queries(lambda: work(matters[:1]))
            with self.taken_back():
                many = self.count_queries(lambda: work(matters))
        self.assertLessEqual(many, one + 1)

    def test_reminders_of_many_cost_few_queries(self):
        matters = self.make_many(30)
        deadlines = matters.deadline_ids.sudo()
        with self.on(6):
            with self.taken_back():
                one = self.count_queries(deadlines[:1]._schedule_tasks)
            with self.taken_back():
                many = self.count_queries(deadlines._schedule_tasks)
        # Odoo writes tasks one by one in places.
        self.assertLess(many - one, 30 * 3)


class TestMatterPlacement(PlacementCommon, MatterCommon):
    def test_an_insolvency_takes_placements_back(self):
        with self.on(5), self.mock_mail_gateway():
            placement = self.approve(self.make_placement())
            placement.with_user(self.manager)._place()
            self.make_insolvency()
        self.assertEqual(placement.state, "recalled")

    def test_nobody_sues_while_an_agency_collects(self):
        with self.on(5), self.mock_mail_gateway():
            self.approve(self.make_placement()).with_user(self.manager)._place()
            with self.assertRaisesRegex(ValidationError, "placed with an agency"):
                self.make_matter().action_file()
