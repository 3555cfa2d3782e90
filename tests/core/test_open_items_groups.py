import unittest

from odoo.addons.b2b_collections.core.open_items_groups import first_filled, spellings
from odoo.addons.b2b_collections.core.open_items_rows import Item

from .open_items_common import check_rows, found


class TestGroups(unittest.TestCase):
    def test_duplicates_are_errors_after_the_first(self):
        checked = check_rows({}, {"invoice_number": "INV-2"}, {}, {})
        self.assertEqual(
            found(checked),
            [(4, "invoice_number", "duplicate"), (5, "invoice_number", "duplicate")],
        )
        self.assertEqual(checked.problems[0].params, {"row": 2})
        self.assertEqual([item.row for item in checked.good_items], [2, 3])

    def test_instalments_in_any_order(self):
        checked = check_rows(
            {"due_date": "2026-04-02"},
            {"invoice_number": "INV-2"},
            {"due_date": "2026-03-02", "amount": "50.00"},
        )
        self.assertEqual(checked.problems, [])
        self.assertEqual(
            [(i.row, i.first_row, i.instalment) for i in checked.good_items],
            [(2, 2, 2), (3, 3, 1), (4, 2, 1)],
        )

    def test_contradictions_are_believed_in_no_row(self):
        for other in (
            {"amount": "100.01"},
            {"amount": "-100.00", "due_date": "2026-04-02"},
            {"currency": "EUR", "due_date": "2026-04-02"},
            {"invoice_date": "2026-02-01", "due_date": "2026-04-02"},
        ):
            with self.subTest(other):
                checked = check_rows({}, other)
                self.assertEqual(
                    found(checked),
                    [
                        (2, "invoice_number", "contradiction"),
                        (3, "invoice_number", "contradiction"),
                    ],
                )
                self.assertEqual(checked.problems[0].params, {"row": 3})

    def test_an_invoice_goes_in_whole_or_not_at_all(self):
        checked = check_rows({}, {"due_date": "2026-04-02", "amount": "NaN"})
        self.assertEqual(
            found(checked),
            [(2, "invoice_number", "part_is_bad"), (3, "amount", "not_a_number")],
        )

    def test_same_number_of_another_customer_or_company_code_is_another_invoice(self):
        checked = check_rows(
            {},
            {"customer_number": "000124"},
            {"company_code": "ID02"},
            company_codes={"ID01": 1, "ID02": 1},
        )
        self.assertEqual(checked.problems, [])
        self.assertEqual(len({item.key for item in checked.items}), 3)


class TestCustomers(unittest.TestCase):
    def test_most_frequent_spelling_first_then_the_earlier(self):
        items = [
            Item(row, customer_number=number, customer_name=name)
            for row, (number, name) in enumerate(
                (("1", "B"), ("1", "A"), ("1", "C"), ("1", "A"), ("2", "A"))
            )
        ]
        self.assertEqual(spellings(items), {"1": ["A", "B", "C"], "2": ["A"]})

    def test_first_filled(self):
        items = [
            Item(1, customer_number="1"),
            Item(2, customer_number="1", email="a@x.example"),
            Item(3, customer_number="1", email="b@x.example"),
            Item(4, customer_number="2"),
        ]
        self.assertEqual(first_filled(items, "email"), {"1": "a@x.example"})
