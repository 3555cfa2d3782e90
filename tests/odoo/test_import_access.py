from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MANAGER
from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportAccess(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._ensure_opening_accounts()
        cls.clerk = new_test_user(
            cls.env,
            "import_clerk",
            groups=f"{MANAGER},account.group_account_invoice,base.group_partner_manager",
            company_id=cls.company.id,
        )

    def test_readers_and_collectors_have_nothing_to_do_with_it(self):
        record = self.upload({})
        record.action_check()
        for user in self.reader + self.collector:
            with self.assertRaises(AccessError):
                self.upload({}, user=user)
            for records in (
                record,
                record.line_ids,
                record.column_ids,
                record.code_ids,
            ):
                with self.assertRaises(AccessError):
                    records.with_user(user).read()

    def test_manager_checks_but_needs_the_right_to_invoice_to_import(self):
        record = self.upload({}, user=self.manager)
        record.action_check()
        self.assertEqual((record.state, record.total_count), ("checked", 1))
        before = self.count_entries()
        with self.assertRaisesRegex(UserError, "Accounting: Invoicing"):
            record.action_import()
        self.assertEqual(self.count_entries(), before)

    def test_manager_who_may_invoice_and_make_contacts_imports(self):
        record = self.upload({"paid_amount": "1.00"}, user=self.clerk)
        record.action_import()
        with self.enter_registry_test_mode():
            self.env.ref(
                "b2b_collections.ir_cron_collection_import"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(record.state, "done")
        self.assertEqual(record.line_ids.move_id.create_uid, self.clerk)
        record._undo_all()
        self.assertEqual(record.state, "undone")

    def test_opening_account_is_made_by_who_may_make_accounts(self):
        self.company.sudo().write(
            {
                "collection_opening_account_id": False,
                "collection_opening_journal_id": False,
            }
        )
        record = self.upload({}, user=self.clerk)
        with self.assertRaisesRegex(UserError, "accounting administrator"):
            record.action_import()

    def test_income_account_is_refused(self):
        self.company.collection_opening_account_id = self.company_data[
            "default_account_revenue"
        ]
        with self.assertRaisesRegex(UserError, "cannot take opening items"):
            self.load({})

    def test_journal_that_numbers_by_itself_is_refused(self):
        self.company.collection_opening_journal_id = self.company_data[
            "default_journal_sale"
        ]
        with self.assertRaisesRegex(UserError, "numbers its entries itself"):
            self.load({})

    def test_currency_is_switched_on_only_by_who_may(self):
        swiss = self.env.ref("base.CHF")
        swiss.active = False
        self.set_rate("2026-01-01", 0.9, currency=swiss)
        record = self.upload(
            {"currency": "CHF"}, user=self.clerk, activate_currencies=True
        )
        with self.assertRaisesRegex(UserError, "You may not switch on CHF"):
            record.action_import()

    def test_chosen_opening_account_is_remembered(self):
        account = self.company.collection_opening_account_id.copy({"code": "399999"})
        record = self.upload({}, user=self.clerk, opening_account_id=account.id)
        self.assertEqual(self.company.collection_opening_account_id, account)
        self.assertEqual(record.opening_account_id, account)


@tagged("post_install", "-at_install")
class TestImportCompanies(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.setup_other_company(name="Other company")["company"]
        cls.env.user.company_ids = [Command.link(cls.other.id)]

    def test_company_codes_go_to_their_companies(self):
        self.Import = self.Import.with_context(
            allowed_company_ids=[self.company.id, self.other.id]
        )
        rows = {}, {"company_code": "ID02"}
        record = self.load(*rows, company_codes={"ID02": self.other})
        first, second = record.line_ids.sorted("row").move_id
        self.assertEqual(
            (first.company_id, second.company_id), (self.company, self.other)
        )
        self.assertEqual((first.name, second.name), ("INV-1", "INV-1"))
        self.assertEqual(first.partner_id.company_id, self.company)
        self.assertEqual(second.partner_id.company_id, self.other)
        self.assertEqual(second.journal_id.company_id, self.other)
        again = self.upload(*rows).with_context(
            allowed_company_ids=[self.company.id, self.other.id]
        )
        again.action_check()
        self.assertEqual(again.known_count, 2)

    def test_same_number_in_another_company_is_another_invoice(self):
        self.load({})
        imports = self.Import.with_context(allowed_company_ids=self.other.ids)
        self.Import = imports.with_company(self.other)
        record = self.load({}, company=self.other)
        self.assertEqual((record.known_count, record.done_count), (0, 1))

    def test_imports_of_other_companies_are_not_seen(self):
        record = self.load({})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups=MANAGER,
            company_id=self.other.id,
            company_ids=[Command.set(self.other.ids)],
        )
        self.assertFalse(self.Import.with_user(stranger).search([]))
        for records in (record, record.line_ids, record.column_ids, record.code_ids):
            with self.assertRaises(AccessError):
                records.with_user(stranger).read()

    def test_company_that_is_not_mine_cannot_be_a_target(self):
        clerk = new_test_user(
            self.env,
            "import_clerk",
            groups=f"{MANAGER},account.group_account_invoice,base.group_partner_manager",
            company_id=self.company.id,
        )
        record = self.upload({}, user=clerk)
        record.action_check()
        record.sudo().code_ids.company_id = self.other
        record.action_check()
        self.assertEqual(record.problem_ids.mapped("code"), ["unknown_company_code"])
