"""What each group sees and may do, and what another company does not see."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import COLLECTOR, MANAGER, READER, CollectionsCommon

MODES = ("read", "write", "create", "unlink")
# Rights of reader, collector and manager, in the order of MODES.
RIGHTS = {
    "collection.stage": ("r", "r", "rwc"),
    "collection.policy": ("r", "r", "rwcu"),
    "collection.level": ("r", "r", "rwcu"),
    "collection.level.recipient": ("r", "r", "rwcu"),
    "collection.role": ("r", "r", "rwc"),
    "collection.address.problem": ("r", "r", "r"),
    "collection.tracing": ("r", "rw", "rw"),
    "collection.tracing.line": ("r", "rwcu", "rwcu"),
    "collection.tracing.step": ("r", "r", "rwcu"),
    "collection.tracing.wizard": ("", "rwc", "rwc"),
    "collection.case": ("r", "rw", "rw"),
    "collection.item": ("r", "r", "r"),
    "collection.action": ("r", "r", "r"),
    "collection.action.line": ("r", "r", "r"),
    "collection.item.decision": ("r", "r", "r"),
    "collection.item.past": ("r", "r", "r"),
    "collection.journal.entry": ("r", "r", "r"),
    "collection.journal.check": ("rc", "rc", "rc"),
    "collection.journal.head": ("r", "r", "r"),
    "collection.hold": ("r", "ru", "ru"),
    "collection.hold.reason": ("r", "r", "rwcu"),
    "collection.promise": ("r", "r", "r"),
    "collection.promise.line": ("r", "r", "r"),
    "collection.promise.wizard": ("", "rwc", "rwc"),
    "collection.promise.change.wizard": ("", "rwc", "rwc"),
    "collection.checklist": ("r", "r", "r"),
    "collection.checklist.line": ("r", "rw", "rw"),
    "collection.checklist.question": ("r", "r", "rwcu"),
    "collection.checklist.wizard": ("", "", "rwc"),
    "collection.plan": ("r", "rwcu", "rwcu"),
    "collection.plan.item": ("r", "rwcu", "rwcu"),
    "collection.plan.compare": ("", "rwc", "rwc"),
    "collection.plan.compare.line": ("", "rwcu", "rwcu"),
    "collection.plan.put.down": ("", "rwc", "rwc"),
    "collection.plan.terms": ("r", "r", "rwcu"),
    "collection.plan.line": ("r", "rwcu", "rwcu"),
    "collection.allowance": ("r", "r", "rwcu"),
    "collection.allowance.line": ("r", "r", "rwcu"),
    "collection.writeoff": ("r", "rwcu", "rwcu"),
    "collection.writeoff.line": ("r", "rwcu", "rwcu"),
    "collection.writeoff.reason": ("r", "r", "rwcu"),
    "collection.writeoff.recovery": ("r", "r", "r"),
    "collection.writeoff.recovery.wizard": ("", "", "rwc"),
    "collection.writeoff.undo.wizard": ("", "", "rwc"),
    "collection.writeoff.small": ("", "", "rwc"),
    "collection.writeoff.small.limit": ("", "", "rwcu"),
    "collection.writeoff.small.line": ("", "", "rwcu"),
    "collection.run": ("r", "r", "rwc"),
    "collection.run.line": ("r", "r", "r"),
    "collection.contact.wizard": ("", "rwc", "rwc"),
    "collection.call.wizard": ("", "rwc", "rwc"),
    "collection.hold.wizard": ("", "rwc", "rwc"),
    "collection.hold.change.wizard": ("", "rwc", "rwc"),
    "collection.refuse.wizard": ("", "", "rwc"),
    "collection.approval": ("r", "r", "r"),
    "collection.approval.decision": ("r", "r", "r"),
    "collection.approval.rule": ("r", "r", "r"),
    "collection.approval.refuse.wizard": ("", "", "rwc"),
    "collection.delegation": ("r", "r", "rwcu"),
    "collection.offer": ("r", "rwcu", "rwcu"),
    "collection.plan.clause": ("r", "r", "rwcu"),
    "collection.plan.copy.wizard": ("", "rwc", "rwc"),
    "collection.plan.document": ("r", "r", "r"),
    "collection.quadrant": ("r", "r", "rw"),
    "collection.word": ("r", "r", "rwcu"),
    "collection.wording": ("r", "r", "r"),
    "collection.wording.wizard": ("", "", "rwc"),
}
LETTERS = dict(zip("rwcu", MODES, strict=True))
COMPANY_MODELS = (
    "collection.case",
    "collection.item",
    "collection.action",
    "collection.action.line",
    "collection.journal.entry",
    "collection.journal.head",
    "collection.run",
    "collection.run.line",
)
BUTTONS = {
    # view, and a button in it: the group that has it
    ("collection_case_view_form", "action_statement"): COLLECTOR,
    ("collection_case_view_form", "action_whatsapp"): COLLECTOR,
    ("collection_action_view_list_approve", "action_approve"): MANAGER,
    ("collection_action_view_list_letter", "action_print_letters"): COLLECTOR,
    ("collection_action_view_list", "action_cancel"): COLLECTOR,
    ("collection_run_view_form", "action_preview"): MANAGER,
    ("collection_run_view_form", "action_run"): MANAGER,
    ("collection_run_view_form", "action_confirm_live"): MANAGER,
}


class TestAccess(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = new_test_user(
            cls.env, "col_outsider", groups="base.group_user", company_id=cls.company.id
        )
        cls.roles = (cls.reader, cls.collector, cls.manager)
        cls.ranks = {READER: 0, COLLECTOR: 1, MANAGER: 2}

    def setUp(self):
        super().setUp()
        self.invoice = self.post_invoice()
        self.run_day(self.day(4))
        preview = self.make_run(self.day(5))
        preview._preview()
        self.case = self.item(self.invoice).case_id

    def test_models_give_each_group_its_rights(self):
        for model, rights in RIGHTS.items():
            for user, letters in zip(self.roles, rights, strict=True):
                allowed = {LETTERS[letter] for letter in letters}
                for mode in MODES:
                    with self.subTest(model=model, user=user.login, mode=mode):
                        may = self.env[model].with_user(user).has_access(mode)
                        self.assertEqual(may, mode in allowed)

    def test_a_user_without_group_reads_nothing(self):
        for model in RIGHTS:
            with self.subTest(model=model):
                self.assertFalse(
                    self.env[model].with_user(self.outsider).has_access("read")
                )

    def _visible(self, user, name):
        menu = self.env.ref(f"b2b_collections.{name}")
        return menu.id in self.env["ir.ui.menu"].with_user(user).load_menus(False)

    def test_menus_follow_the_groups(self):
        daily = ("root", "worklist", "cases", "approve", "letters", "journal", "runs")
        for user in self.roles:
            for name in daily:
                with self.subTest(user=user.login, menu=name):
                    self.assertTrue(self._visible(user, f"menu_collections_{name}"))
        for name in ("configuration", "policies", "stages", "analysis"):
            with self.subTest(menu=name):
                seen = [
                    self._visible(u, f"menu_collections_{name}") for u in self.roles
                ]
                self.assertEqual(seen, [False, False, True])
        self.assertFalse(self._visible(self.outsider, "menu_collections_root"))

    def test_settings_are_for_administrators(self):
        self.assertFalse(self._visible(self.manager, "menu_collections_settings"))
        self.manager.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        self.assertTrue(self._visible(self.manager, "menu_collections_settings"))

    def test_buttons_are_shown_to_who_may_use_them(self):
        for (xmlid, button), group in BUTTONS.items():
            view = self.env.ref(f"b2b_collections.{xmlid}")
            for rank, user in enumerate(self.roles):
                with self.subTest(view=xmlid, button=button, user=user.login):
                    arch = (
                        self.env[view.model]
                        .with_user(user)
                        .get_view(view.id, view.type)["arch"]
                    )
                    shown = f'name="{button}"' in arch
                    self.assertEqual(shown, rank >= self.ranks[group])

    def test_only_collectors_drag_a_case_to_another_stage(self):
        view = self.env.ref("b2b_collections.collection_case_view_kanban")
        for user, fixed in zip(self.roles, (True, False, False), strict=True):
            with self.subTest(user=user.login):
                cases = self.env["collection.case"].with_user(user)
                arch = etree.fromstring(cases.get_view(view.id, "kanban")["arch"])
                nodes = arch.xpath("/kanban/field[@name='stage_id']")
                self.assertEqual([n.get("readonly") == "1" for n in nodes], [fixed])

    def test_a_reader_opens_every_screen(self):
        views = self.env["ir.ui.view"].search(
            [("model", "in", list(COMPANY_MODELS)), ("mode", "=", "primary")]
        )
        self.assertGreater(len(views), 15)
        for view in views:
            with self.subTest(view=view.name):
                model = self.env[view.model].with_user(self.reader)
                arch = model.get_view(view.id, view.type)["arch"]
                self.assertTrue(arch)
        case = self.case.with_user(self.reader)
        self.assertEqual(case.move_count, 1)
        self.assertEqual(case.currency_totals[0]["currency"], "USD")

    def test_a_reader_changes_nothing(self):
        case = self.case.with_user(self.reader)
        action = self.actions().with_user(self.reader)
        level = self.levels["R1"]
        refusals = (
            lambda: case.write(
                {"stage_id": self.env.ref("b2b_collections.stage_plan").id}
            ),
            lambda: case._contact("mail", level),
            lambda: case._log_call(self.debtor, "reached", "A note"),
            lambda: case.action_statement(),
            lambda: action.action_cancel(),
            lambda: action.action_approve(),
            lambda: self.debtor.with_user(self.reader).action_collection_email_ok(),
        )
        for number, refusal in enumerate(refusals):
            with self.subTest(number=number), self.assertRaises(AccessError):
                refusal()

    def test_a_collector_corrects_contacts_and_declares_an_address_right(self):
        self.assertTrue(self.debtor.with_user(self.collector).has_access("write"))
        self.assertFalse(self.debtor.with_user(self.reader).has_access("write"))
        self.env["collection.address.problem"].sudo()._note(
            self.debtor, "email", "bounced", self.debtor.email_normalized
        )
        self.assertTrue(self.debtor.collection_email_failed)
        self.debtor.with_user(self.collector).action_collection_email_ok()
        self.assertFalse(self.debtor.collection_email_failed)

    def test_a_collector_does_not_approve_or_run(self):
        run = self.make_run(self.day(6)).with_user(self.collector)
        action = self.actions().with_user(self.collector)
        for number, refusal in enumerate(
            (
                run.action_run,
                run.action_preview,
                run.action_confirm_live,
                action.action_approve,
                lambda: action._refuse("Not now"),
            )
        ):
            with self.subTest(number=number), self.assertRaises(AccessError):
                refusal()

    def test_another_company_sees_nothing_of_it(self):
        other = self.setup_other_company()["company"]
        for group in (READER, MANAGER):
            stranger = new_test_user(
                self.env,
                f"col_other_{group[-6:]}",
                groups=f"base.group_user,{group}",
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
            for model in COMPANY_MODELS:
                with self.subTest(model=model, group=group):
                    records = self.env[model].search([])
                    self.assertTrue(records)
                    as_stranger = self.env[model].with_user(stranger)
                    self.assertFalse(as_stranger.search([("id", "in", records.ids)]))
                    with self.assertRaises(AccessError):
                        as_stranger.browse(records[:1].ids).check_access("read")

    def test_a_policy_of_another_company_is_not_seen_a_shared_one_is(self):
        other = self.setup_other_company()["company"]
        own = self.make_policy(name="Own", company_id=self.company.id)
        stranger = new_test_user(
            self.env,
            "col_other",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        seen = self.env["collection.policy"].with_user(stranger).search([])
        self.assertIn(self.policy, seen)
        self.assertNotIn(own, seen)
