from odoo import models


class CollectionImportProblem(models.Model):
    """The words for the codes of core/open_items*.py.

    Values stand in as %(name)s; they are the params of the problem.
    """

    _inherit = "collection.import.problem"

    def _get_wrong_words(self):
        return (
            self._get_wrong_column_words()
            | self._get_wrong_value_words()
            | self._get_wrong_meaning_words()
            | self._get_wrong_group_words()
        )

    def _get_wrong_column_words(self):
        _ = self.env._
        return {
            "not_mapped": _("No column of the file is chosen for this."),
            "date_order_ambiguous": _(
                "Every date of this column can be read day first or month first."
            ),
            "date_order_mixed": _(
                "Some dates of this column are day first, others month first."
            ),
            "decimal_sign_ambiguous": _(
                "The point or comma in this column can part thousands or decimals."
            ),
            "decimal_sign_mixed": _(
                "Some amounts of this column have a decimal point, others a comma."
            ),
            "too_many_cells": _("The row has more cells than the header."),
        }

    def _get_wrong_value_words(self):
        _ = self.env._
        return {
            "missing": _("It is empty."),
            "excel_error": _("The spreadsheet shows an error here."),
            "too_long": _("It has %(length)s characters."),
            "shortened_number": _("The spreadsheet has shortened this number."),
            "not_a_date": _("It is not a date."),
            "date_order": _("Day and month cannot be told apart."),
            "year_out_of_range": _("The year cannot be right."),
            "not_a_number": _("It is not an amount."),
            "decimal_sign": _("Thousands and decimals cannot be told apart."),
            "too_large": _("The amount is too large."),
            "too_exact": _("The amount has more than %(digits)s digits."),
            "not_an_email": _("It is not an e-mail address."),
        }

    def _get_wrong_meaning_words(self):
        _ = self.env._
        return {
            "unknown_company_code": _("No company is chosen for this code."),
            "unknown_currency": _("There is no such currency."),
            "inactive_currency": _("The currency %(currency)s is switched off."),
            "no_rate": _("%(currency)s has no rate on %(date)s or before."),
            "locked": _("The books are closed up to %(date)s."),
            "no_due_date": _("There is no due date, and the terms do not give one."),
            "due_before_invoice": _("It is due before it was invoiced."),
            "too_many_decimals": _(
                "%(currency)s has %(decimals)s decimals, this amount has more."
            ),
            "zero": _("The amount is zero: nothing is open."),
            "paid_sign": _("Amount and paid amount have different signs."),
            "overpaid": _("More was paid than the amount of %(amount)s."),
            "unknown_language": _(
                "This language is not installed; the company's is used."
            ),
            "unknown_country": _("There is no such country."),
        }

    def _get_wrong_group_words(self):
        _ = self.env._
        return {
            "duplicate": _("The row says the same as row %(row)s."),
            "contradiction": _(
                "Row %(row)s has the same invoice number with other values."
            ),
            "part_is_bad": _("It is part of the same invoice as row %(row)s."),
        }

    def _get_accepted_words(self):
        return (
            self._get_accepted_value_words()
            | self._get_accepted_meaning_words()
            | self._get_accepted_group_words()
        )

    def _get_accepted_value_words(self):
        _ = self.env._
        amount = _("Amounts such as 1,234.56, 1.234,56, -12.50 or (12.50).")
        day = _("Dates such as 2026-03-31, 31/03/2026, 31.03.2026 or 31 Mar 2026.")
        order = _("One order of day and month in the whole column; choose it above.")
        sign = _("One decimal sign in the whole column; choose it above.")
        return {
            "not_mapped": _("Choose the column that holds it."),
            "date_order_ambiguous": order,
            "date_order_mixed": order,
            "date_order": order,
            "decimal_sign_ambiguous": sign,
            "decimal_sign_mixed": sign,
            "decimal_sign": sign,
            "too_many_cells": _("Put text that contains the delimiter in quotes."),
            "missing": _("Fill it in."),
            "excel_error": _("Correct the formula, or type the value."),
            "too_long": _("At most %(limit)s characters."),
            "shortened_number": _("Format the column as text and type it in full."),
            "not_a_date": day,
            "year_out_of_range": _("Years from %(first)s to %(last)s."),
            "not_a_number": amount,
            "too_large": _("Amounts below %(limit)s."),
            "too_exact": _("At most %(digits)s digits in all."),
            "not_an_email": _("One address such as accounts@example.com."),
        }

    def _get_accepted_meaning_words(self):
        _ = self.env._
        return {
            "unknown_company_code": _("Choose a company for it under Company codes."),
            "unknown_currency": _("Three letters such as IDR, USD or EUR."),
            "inactive_currency": _(
                'Switch it on in Accounting, or tick "Switch on currencies".'
            ),
            "no_rate": _(
                "Enter a rate for %(currency)s dated %(date)s or earlier in "
                "Accounting, then check again."
            ),
            "locked": _("Invoice dates after %(date)s, or open the period."),
            "no_due_date": _(
                "A due date; or terms that are a number of days, or the name of a "
                "payment term in Odoo with a single due date."
            ),
            "due_before_invoice": _("It is imported as it stands."),
            "too_many_decimals": _("At most %(decimals)s decimals."),
            "zero": _("Any other amount; leave paid invoices out."),
            "paid_sign": _("Both above zero, or for a credit note both below."),
            "overpaid": _("At most the amount; credits go into rows of their own."),
            "unknown_language": _("Languages switched on in Odoo, such as en or id."),
            "unknown_country": _("Two letters such as ID, or the name in English."),
        }

    def _get_accepted_group_words(self):
        _ = self.env._
        return {
            "duplicate": _("Every row once."),
            "contradiction": _(
                "One row an invoice; or instalments: the same invoice date and "
                "currency, different due dates."
            ),
            "part_is_bad": _("Correct the other row."),
        }
