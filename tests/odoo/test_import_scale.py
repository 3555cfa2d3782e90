from odoo.tests import tagged

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportScale(ImportCommon):
    """Queries grow with nothing but what Odoo itself asks for an entry."""

    def rows_of(self, count, start=0):
        return [
            {
                "invoice_number": f"INV-{n}",
                "customer_number": f"{n % 7}",
                "currency": ("USD", "EUR")[n % 2],
                "company_code": f"C{n % 3}",
            }
            for n in range(start, start + count)
        ]

    def count_queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_reading_and_checking(self):
        few, many = self.upload(*self.rows_of(7)), self.upload(*self.rows_of(350))
        few._check_file()
        (few + many).line_ids.unlink()
        few_queries = self.count_queries(few._check_file)
        many._check_file()
        many_queries = self.count_queries(many._check_file)
        # Rows are inserted and deleted in blocks.
        self.assertLessEqual(many_queries, few_queries + 12)

    def test_posting_a_batch(self):
        self.load(*self.rows_of(7))
        queries = {}
        for count, start in ((10, 100), (60, 200)):
            record = self.upload(*self.rows_of(count, start))
            record._check_file()
            record._start()
            queries[count] = self.count_queries(record._import_batch)
        per_row = (queries[60] - queries[10]) / 50
        self.assertLess(per_row, 2.0)
