"""Levels address roles: who gets which message, and who a copy."""

import importlib.util
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from odoo.fields import Command

from odoo.addons import b2b_collections

from .common import CollectionsCommon

ROLES = ("accounts_payable", "finance_manager", "director", "owner", "legal")


def load_migration():
    path = Path(b2b_collections.__file__).parent / "migrations/19.0.2.0.0/post-roles.py"
    spec = importlib.util.spec_from_file_location("post_roles", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class RolesCommon(CollectionsCommon):
    """The ladder of the tests, its levels addressed as in the shipped policy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            code: cls.env.ref(f"b2b_collections.role_{code}") for code in ROLES
        }
        for level in ("NOTICE", "R1", "R2"):
            cls.set_recipients(level, ["accounts_payable"])
        cls.set_recipients("SP1", ["finance_manager"], ["accounts_payable"])
        cls.set_recipients("FINAL", ["director", "owner"], ["finance_manager"])

    @classmethod
    def set_recipients(cls, level, roles, copies=()):
        cls.levels[level].write(
            {
                "recipient_ids": [
                    Command.clear(),
                    *(
                        Command.create({"sequence": place, "role_id": cls.roles[r].id})
                        for place, r in enumerate(roles)
                    ),
                ],
                "copy_role_ids": [Command.set([cls.roles[r].id for r in copies])],
            }
        )

    @classmethod
    def make_contact(cls, name, role=None, partner=None, **vals):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "parent_id": (partner or cls.debtor).id,
                "email": f"{name.lower()}@nusantara.example",
                "lang": "en_US",
                "collection_role_ids": [Command.set(cls.roles[role].ids)]
                if role
                else [],
                **vals,
            }
        )

    def climb_to(self, *offsets):
        for offset in offsets:
            self.run_day(self.day(offset))


class TestRecipients(RolesCommon):
    def test_escalation_reaches_the_director(self):
        desk = self.make_contact("Anna", "accounts_payable")
        manager = self.make_contact("Budi", "finance_manager")
        director = self.make_contact("Citra", "director", function="Director")
        invoice = self.post_invoice()
        self.climb_to(3, 10, 30, 90)
        mails = self.actions(channel="mail").sorted("date")
        self.assertEqual(mails.mapped("contact_id"), desk | manager)
        self.assertEqual(
            mails.mapped("address"),
            ["anna@nusantara.example"] * 2 + ["budi@nusantara.example"],
        )
        letters = self.actions(channel="letter").sorted("date")
        self.assertRecordValues(
            letters,
            [
                {"contact_id": manager.id, "role_id": self.roles["finance_manager"].id},
                {"contact_id": director.id, "role_id": self.roles["director"].id},
            ],
        )
        self.assertEqual(self.item(invoice).level_id.short_name, "FINAL")

    def test_owner_where_the_director_cannot_be_reached(self):
        self.debtor.write({"city": False, "street": False})
        self.make_contact("Citra", "director", type="other", city=False)
        owner = self.make_contact("Dewi", "owner", type="other", city="Bandung")
        self.post_invoice()
        self.climb_to(3, 10, 30, 90)
        self.assertEqual(self.actions(date=self.day(90)).contact_id, owner)

    def test_nobody_with_the_role_is_the_invoicing_contact(self):
        self.post_invoice()
        self.climb_to(3)
        self.assertRecordValues(
            self.actions(), [{"contact_id": self.debtor.id, "role_id": False}]
        )

    def test_archived_and_foreign_contacts_are_not_addressed(self):
        other = self.setup_other_company()["company"]
        self.make_contact("Anna", "accounts_payable", active=False)
        stranger = self.make_contact("Budi", "accounts_payable")
        self.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s",
            [other.id, stranger.id],
        )
        self.post_invoice()
        self.climb_to(3)
        self.assertEqual(self.actions().contact_id, self.debtor)

    def test_copies_go_with_the_mail_and_stand_on_letter_and_journal(self):
        desk = self.make_contact("Anna", "accounts_payable", function="Clerk")
        self.make_contact("Budi", "finance_manager")
        self.post_invoice()
        self.climb_to(3, 10)
        self.run_day(self.day(30), send=False)
        letter, mail = self.actions(date=self.day(30))
        self.assertEqual((letter | mail).copy_ids, desk)
        self.assertEqual(mail.copies, '"Anna" <anna@nusantara.example>')
        self.assertEqual(mail.mail_id.email_cc, mail.copies)
        self.assertIn("cc: Anna, Clerk", mail.mail_id.body_html)
        self.assertIn("Anna", letter.copies)
        self.assertEqual(letter.copy_count, 0)
        self.send_mails()
        sent = self._mails[-1]
        self.assertEqual(sent["email_to"], ['"Budi" <budi@nusantara.example>'])
        self.assertEqual(sent["email_cc"], ['"Anna" <anna@nusantara.example>'])

    def test_no_copy_to_a_blacklisted_address_nor_twice_to_one(self):
        self.make_contact("Anna", "accounts_payable")
        self.make_contact("Budi", "finance_manager")
        self.make_contact("Eko", "accounts_payable", email="budi@nusantara.example")
        self.env["mail.blacklist"].sudo()._add("anna@nusantara.example")
        self.post_invoice()
        self.climb_to(3, 10, 30)
        mail = self.actions(date=self.day(30), channel="mail")
        self.assertFalse(mail.copy_ids)
        self.assertFalse(mail.copies)

    def test_copies_of_a_mere_letter_are_printed_behind_it(self):
        self.make_contact("Budi", "finance_manager")
        self.make_contact("Citra", "director")
        self.post_invoice()
        self.climb_to(3, 10, 30)
        self.run_day(self.day(90), send=False)
        letter = self.actions(date=self.day(90))
        self.assertEqual(letter.copy_count, 1)
        pages = len(PdfReader(BytesIO(letter.attachment_id.raw)).pages)
        joined = PdfReader(BytesIO(letter._join_letters()))
        self.assertEqual(len(joined.pages), 2 * pages)
        self.assertIn("cc: Budi", joined.pages[0].extract_text())

    def test_invoicing_contacts_share_one_message_at_the_highest_level(self):
        desk = self.make_contact("Anna", "accounts_payable")
        branches = [
            self.make_contact(name, type="invoice") for name in ("Surabaya", "Medan")
        ]
        first = self.post_invoice(100, partner=branches[0])
        self.climb_to(3)
        second = self.post_invoice(200, partner=branches[1], due=self.day(7))
        self.climb_to(10)
        action = self.actions(date=self.day(10), channel="mail")
        self.assertEqual(action.contact_id, desk)
        self.assertEqual(action.level_id, self.levels["R2"])
        self.assertEqual(
            {line.move_id: line.level_id.short_name for line in action.line_ids},
            {first: "R2", second: "R1"},
        )

    def test_a_message_by_hand_proposes_the_same_recipient(self):
        director = self.make_contact("Citra", "director")
        self.make_contact("Budi", "finance_manager")
        self.post_invoice()
        self.climb_to(3)
        case = self.debtor.collection_case_id.with_user(self.collector)
        self.assertEqual(case._get_recipient(self.levels["FINAL"]), director)
        self.assertEqual(case._get_recipient(self.levels["R2"]), self.debtor)
        wizard = self.env["collection.contact.wizard"].with_user(self.collector)
        wizard = wizard.create(
            {"case_id": case.id, "level_id": self.levels["FINAL"].id}
        )
        self.assertEqual(wizard.contact_id, director)
        wizard.channel = "letter"
        wizard.with_context(collection_date=self.day(20)).action_contact()
        letter = self.actions(channel="letter")
        self.assertEqual(letter.contact_id, director)
        self.assertEqual(letter.copies, "Budi")

    def test_preview_names_the_recipient(self):
        desk = self.make_contact("Anna", "accounts_payable")
        self.post_invoice()
        preview = self.make_run(self.day(3))
        preview._preview()
        self.assertEqual(preview.line_ids.contact_id, desk)

    def test_the_reason_names_who_cannot_be_reached(self):
        self.policy.mail_fallback = "none"
        self.make_contact("Anna", "accounts_payable", email=False)
        branch = self.make_contact("Surabaya", type="invoice", email=False)
        self.debtor.email = False
        invoice = self.post_invoice(partner=branch)
        self.climb_to(3)
        self.assertEqual(
            self.item(invoice).reason,
            "no e-mail address for Nusantara Retail, Surabaya",
        )


class TestShippedRecipients(CollectionsCommon):
    def levels_of(self, policy):
        return {
            level.short_name: (
                level.recipient_ids.role_id.mapped("code"),
                sorted(level.copy_role_ids.mapped("code")),
            )
            for level in policy.level_ids
        }

    def test_shipped_policy_and_migration_say_the_same(self):
        policy = self.env.ref("b2b_collections.policy_default")
        shipped = self.levels_of(policy)
        self.assertEqual(shipped["Reminder"], (["accounts_payable"], []))
        self.assertEqual(
            shipped["SP3"],
            (["director", "owner"], ["accounts_payable", "finance_manager"]),
        )
        # As a database of the first version has it.
        policy.level_ids.recipient_ids.unlink()
        policy.level_ids.copy_role_ids = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE collection_level SET write_date = create_date WHERE policy_id = %s",
            [policy.id],
        )
        touched = self.env.ref("b2b_collections.level_sp1")
        self.env.cr.execute(
            "UPDATE collection_level SET write_date = now() + interval '1 day'"
            " WHERE id = %s",
            [touched.id],
        )
        self.env.invalidate_all()
        load_migration().migrate(self.env.cr, "19.0.1.0.0")
        self.assertEqual(self.levels_of(policy), {**shipped, "SP1": ([], [])})

    def test_a_copied_policy_addresses_the_same(self):
        policy = self.env.ref("b2b_collections.policy_default")
        self.assertEqual(self.levels_of(policy.copy()), self.levels_of(policy))

    def test_addresses_that_had_failed_become_problems(self):
        self.env.cr.execute(
            "ALTER TABLE res_partner ADD COLUMN collection_email_failed varchar"
        )
        self.env.cr.execute(
            "UPDATE res_partner SET collection_email_failed = email_normalized"
            " WHERE id = %s",
            [self.debtor.id],
        )
        load_migration().move_failed_addresses(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual(
            self.debtor.collection_email_failed, self.debtor.email_normalized
        )
        load_migration().move_failed_addresses(self.env.cr)
