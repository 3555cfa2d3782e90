from odoo import Command, models
from odoo.exceptions import UserError


class CollectionImportLine(models.Model):
    """The entries of imported rows; called in batches of one company.

    An invoice is made with all of its journal items, as Odoo itself would derive them:
    one receivable line a due date, and the counterpart on the opening account. What
    was paid of it is an entry of its own, matched with it and dated as the invoice:
    whoever asks how much was open on a past day never asks for money that was paid.
    """

    _inherit = "collection.import.line"

    def _post_invoices(self):
        """Create, post and match the entries of these lines."""
        company = self.company_id
        company._check_opening_accounts()
        groups = [
            rows.sorted("instalment") for rows in self.grouped("first_row").values()
        ]
        names = self._get_free_names(groups)
        vals_list = [
            rows._prepare_invoice_vals(name, rate)
            for rows, name, rate in zip(
                groups, names, self._get_rates(groups), strict=True
            )
        ]
        moves = self.env["account.move"].create(vals_list)
        moves._post(soft=False)
        for rows, move in zip(groups, moves, strict=True):
            rows.write({"move_id": move.id, "state": "done"})
        self.filtered("paid")._post_payments()

    def _get_rates(self, groups):
        """Rate from company to document currency on the day of each invoice."""
        company = self.company_id
        cache = {}
        for rows in groups:
            key = rows[0].currency_id, rows[0].invoice_date
            if key not in cache:
                currency, day = key
                cache[key] = self.env["res.currency"]._get_conversion_rate(
                    company.currency_id, currency, company, day
                )
            yield cache[key]

    def _get_free_names(self, groups):
        """The file's number, with company code and customer where it is taken."""
        journal = self.company_id.collection_opening_journal_id
        candidates = [rows[0]._get_name_candidates() for rows in groups]
        moves = self.env["account.move"].search_fetch(
            [
                ("journal_id", "=", journal.id),
                ("name", "in", [name for names in candidates for name in names]),
            ],
            ["name"],
        )
        taken = set(moves.mapped("name"))
        for rows, names in zip(groups, candidates, strict=True):
            free = next((name for name in names if name not in taken), None)
            if not free:
                raise UserError(
                    self.env._(
                        "Row %(row)s: the journal %(journal)s has an entry %(number)s "
                        "already. Rename or delete that entry, then resume.",
                        row=rows[0].row,
                        journal=journal.display_name,
                        number=names[-1],
                    )
                )
            taken.add(free)
            yield free

    def _get_name_candidates(self):
        number, customer = self.invoice_number, self.customer_number
        code = self.company_code or customer
        return [number, f"{number} ({code})", f"{number} ({code}/{customer})"]

    def _prepare_invoice_vals(self, name, rate):
        """Vals of the invoice or credit note of these lines, its instalments.

        :param rate: from company to document currency
        """
        first = self[0]
        company_currency = first.company_id.currency_id
        amounts = [(line.due_date, line.amount) for line in self]
        total = first.currency_id.round(sum(amount for _day, amount in amounts))
        balance = rest = company_currency.round(total / rate)
        terms = []
        for index, (due_date, amount) in enumerate(amounts, start=1):
            # The last instalment takes what rounding left over.
            part = (
                rest if index == len(amounts) else company_currency.round(amount / rate)
            )
            rest -= part
            terms.append(
                Command.create(
                    {
                        "display_type": "payment_term",
                        "date_maturity": due_date,
                        "amount_currency": amount,
                        "balance": part,
                    }
                )
            )
        return {
            "move_type": "out_invoice" if total > 0 else "out_refund",
            "journal_id": first.company_id.collection_opening_journal_id.id,
            "partner_id": first.partner_id.id,
            "name": name,
            "payment_reference": first.invoice_number,
            "invoice_date": first.invoice_date,
            "date": first.invoice_date,
            "invoice_date_due": max(due_date for due_date, _amount in amounts),
            "currency_id": first.currency_id.id,
            "invoice_payment_term_id": False,
            "fiscal_position_id": False,
            "line_ids": [self._prepare_counterpart(total, balance), *terms],
        }

    def _prepare_counterpart(self, total, balance):
        return Command.create(
            {
                "display_type": "product",
                "name": self._get_label(total),
                "account_id": self.company_id.collection_opening_account_id.id,
                "quantity": 1,
                "price_unit": abs(total),
                "tax_ids": [],
                "amount_currency": -total,
                "balance": -balance,
            }
        )

    def _get_label(self, total):
        """What the debtor reads on the printed invoice."""
        _ = self.with_context(lang=self.partner_id.lang).env._
        if total > 0:
            return _("Invoice %(number)s", number=self[0].invoice_number)
        return _("Credit note %(number)s", number=self[0].invoice_number)

    def _post_payments(self):
        """Enter what was paid before, and match it with its instalment."""
        entries = self.env["account.move"].create(
            [line._prepare_payment_vals() for line in self]
        )
        entries._post(soft=False)
        pairs = []
        for line, entry in zip(self, entries, strict=True):
            line.payment_move_id = entry
            receivable = line._get_term_line()
            paid = entry.line_ids.filtered(
                lambda item, account=receivable.account_id: item.account_id == account
            )
            pairs.append(receivable + paid)
        self.env["account.move.line"]._reconcile_plan(pairs)

    def _get_term_line(self):
        """The receivable journal item of this row."""
        self.ensure_one()
        terms = self.move_id.line_ids.filtered(
            lambda item: item.display_type == "payment_term"
        )
        return terms.sorted("date_maturity")[self.instalment - 1]

    def _prepare_payment_vals(self):
        term = self._get_term_line()
        # In proportion to the item, so that no exchange difference can arise.
        share = self.paid / self.amount
        balance = self.company_id.currency_id.round(term.balance * share)
        common = {
            "partner_id": term.partner_id.id,
            "currency_id": self.currency_id.id,
            "name": self._get_payment_label(),
        }
        opening = self.company_id.collection_opening_account_id
        return {
            "move_type": "entry",
            "journal_id": self.company_id.collection_opening_payment_journal_id.id,
            "name": self._get_payment_name(),
            "date": self.invoice_date,
            "ref": self.invoice_number,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "line_ids": [
                Command.create(
                    {
                        **common,
                        "account_id": term.account_id.id,
                        "amount_currency": -self.paid,
                        "balance": -balance,
                    }
                ),
                Command.create(
                    {
                        **common,
                        "account_id": opening.id,
                        "amount_currency": self.paid,
                        "balance": balance,
                    }
                ),
            ],
        }

    def _get_payment_label(self):
        _ = self.with_context(lang=self.partner_id.lang).env._
        return _("Paid earlier on %(number)s", number=self.invoice_number)

    def _get_payment_name(self):
        number = self.move_id.name
        suffix = f"-{self.instalment}" if self.instalment > 1 else ""
        return self.env._("%(number)s paid%(suffix)s", number=number, suffix=suffix)
