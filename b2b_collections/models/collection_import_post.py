from odoo import models
from odoo.exceptions import UserError

from ..core.open_items_mapping import plain

# Batches of this size keep a transaction near a second and its cache small.
BATCH = 250
# Opening items are no news to anybody: no chatter line, no followers, no mail. The
# lines are complete as they are made, so Odoo need not derive terms and taxes.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "skip_invoice_sync": True,
    "skip_is_manually_modified": True,
}


class CollectionImport(models.Model):
    """Writing the good rows to the ledger, in batches."""

    _inherit = "collection.import"

    def _start(self):
        """Everything that comes before the first batch.

        :raises UserError: when rows are bad and the user wants all or nothing, or when
            the user may not write to the ledger
        """
        self.ensure_one()
        self._check_may_import()
        lines = self.line_ids.filtered(lambda line: line.state == "todo")
        if self.error_count and not (self.good_rows_only and self.line_ids):
            raise UserError(
                self.env._(
                    "Nothing was imported: %(count)s of %(rows)s rows have errors.\n\n"
                    "%(errors)s\n\nCorrect them, or choose to import the good rows.",
                    count=self.bad_row_count,
                    rows=self.row_count,
                    errors=self._get_errors_text(),
                )
            )
        self._activate_currencies(lines.currency_id)
        for company in lines.company_id:
            company._ensure_opening_accounts()
            company._check_opening_accounts()
        self._prepare_partners(lines)
        # The choice is remembered for the company; importing is what allows it.
        self.company_id.sudo().collection_import_mapping = {
            **(self.company_id.collection_import_mapping or {}),
            **self._get_remembered_mapping(),
        }
        self.write({"state": "running", "user_id": self.env.uid})

    def _check_may_import(self):
        """Say which right is missing before anything is done."""
        _ = self.env._
        needed = {
            "account.move": _("Accounting: Invoicing"),
            "res.partner": _("Contact: Creation"),
        }
        for model, group in needed.items():
            if not self.env[model].has_access("create"):
                raise UserError(
                    _(
                        "To import open items you need the right “%(group)s”.",
                        group=group,
                    )
                )

    def _activate_currencies(self, currencies):
        inactive = currencies.filtered(lambda currency: not currency.active)
        if not inactive:
            return
        if not inactive.has_access("write"):
            raise UserError(
                self.env._(
                    "You may not switch on %(names)s. Ask an administrator to do it.",
                    names=", ".join(inactive.mapped("name")),
                )
            )
        inactive.active = True

    def _get_remembered_mapping(self):
        return {plain(column.header): column.field or "" for column in self.column_ids}

    def _import_all(self):
        """Import everything in the caller's transaction, without commits."""
        self.ensure_one()
        while self.state == "running":
            self._import_batch()

    def _import_batch(self):
        """Import the next rows; the last batch closes the import.

        :return: number of rows
        """
        batch = self._get_batch("todo")
        lines = batch - self._leave_out_known(batch)
        for company, company_lines in lines.grouped("company_id").items():
            company_lines.with_company(company).with_context(**QUIET)._post_invoices()
        self.done_count += len(lines)
        if len(batch) < BATCH:
            self._finish()
        # What the batch left in the cache is of no use to the next.
        self.env.flush_all()
        self.env.invalidate_all()
        return len(batch)

    def _leave_out_known(self, batch):
        """Rows that another import has brought in since this file was checked."""
        amounts = {}
        for line in batch:
            key = line._get_key()
            amounts[key] = amounts.get(key, 0) + line.amount
        notes = self._get_known(amounts) if amounts else {}
        known = batch.filtered(lambda line: line._get_key() in notes)
        for line in known:
            line.write({"state": "known", "note": notes[line._get_key()]})
        if known:
            self.known_count += len(known)
            self.total_count -= len(known)
        return known

    def _get_batch(self, state):
        """The next rows of a state; instalments of an invoice stay together."""
        domain = [("import_id", "=", self.id), ("state", "=", state)]
        lines = self.env["collection.import.line"]
        batch = lines.search(domain, limit=BATCH)
        if len(batch) == BATCH:
            last = batch[-1].first_row
            batch |= lines.search([*domain, ("first_row", "=", last)])
        return batch

    def _finish(self):
        self.state = "done"
        self.message_post(
            body=self.env._(
                "%(done)s rows imported, %(known)s were already there, "
                "%(bad)s left out.",
                done=self.done_count,
                known=self.known_count,
                bad=self.bad_row_count,
            )
        )
