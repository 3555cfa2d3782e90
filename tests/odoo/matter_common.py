"""Legal matters begin, are decided and end on days that are played."""

from odoo import Command

from .plans_common import PlansCommon


class MatterCommon(PlansCommon):
    """Two invoices of 600 and 300, overdue, and a case; day 5 is “today”."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = {
            name: cls.env.ref(f"b2b_collections.matter_kind_{name}")
            for name in ("court", "small_id", "order_eu", "insolvency", "pkpu")
        }

    def make_matter(self, kind="court", items=None, user=None, **vals):
        items = items or self.item(self.first | self.second)
        vals.setdefault("cost_estimate", 150)
        return (
            self.env["collection.matter"]
            .with_user(user or self.manager)
            .create(
                {
                    "case_id": self.case.id,
                    "kind_id": self.kinds[kind].id,
                    "currency_id": items[:1].currency_id.id,
                    "item_ids": [
                        Command.create({"item_id": item.id}) for item in items
                    ],
                    **vals,
                }
            )
        )

    def make_filed(self, kind="court", **vals):
        matter = self.make_matter(kind, **vals)
        matter.action_file()
        return matter

    def make_insolvency(self, offset=5, **vals):
        matter = self.make_matter("insolvency", date_opened=self.day(offset), **vals)
        matter.action_open()
        return matter

    def post_bill(self, amount=100.0, tax=None, **vals):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": self.day(1),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Court fee",
                            "price_unit": amount,
                            "tax_ids": tax.ids if tax else [],
                        }
                    )
                ],
                **vals,
            }
        )
        bill.action_post()
        return bill
