from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon

MANAGER = "b2b_collections.group_collections_manager"
PATH = "/odoo/collection-imports"


@tagged("post_install", "-at_install")
class TestImportTour(AccountTestInvoicingHttpCommon):
    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref(MANAGER)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.write(
            {
                "company_ids": [Command.link(cls.env.company.id)],
                "company_id": cls.env.company.id,
                "group_ids": [
                    Command.link(cls.env.ref(MANAGER).id),
                    Command.link(cls.env.ref("account.group_account_manager").id),
                ],
            }
        )

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "b2b_collections.ir_cron_collection_import"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_upload_check_import_and_undo(self):
        self.start_tour(PATH, "b2b_collections_import", login="admin")
        record = self.env["collection.import"].search([("name", "=", "ledger.csv")])
        self.assertRecordValues(
            record, [{"state": "running", "total_count": 1, "bad_row_count": 1}]
        )
        self.run_job()
        self.assertEqual((record.state, record.done_count), ("done", 1))
        self.assertEqual(record.line_ids.move_id.amount_total, 100.0)
        self.start_tour(PATH, "b2b_collections_import_done", login="admin")
        self.run_job()
        self.assertEqual(record.state, "undone")
        self.assertFalse(record.line_ids.move_id)
