import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import Command, fields

from .common import CollectionsCommon

DAY = fields.Date.to_date("2026-03-31")


class DocumentsCommon(CollectionsCommon):
    """A company that can write letters, in English and Indonesian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        cls.env["ir.module.module"]._load_module_terms(["b2b_collections"], ["id_ID"])
        cls.idr = cls.env.ref("base.IDR")
        cls.usd = cls.env.ref("base.USD")
        (cls.idr | cls.usd).active = True
        cls.company.write(
            {
                "name": "PT Mesin Presisi",
                "street": "Jalan Sudirman 52",
                "city": "Jakarta",
                "zip": "12190",
                "country_id": cls.env.ref("base.id").id,
                "phone": "+62 21 555 0199",
                "email": "office@mesin.example",
                "vat": "012345678012000",
                "company_registry": "NIB 812",
            }
        )
        cls.env["res.partner.bank"].create(
            [
                {
                    "acc_number": number,
                    "partner_id": cls.company.partner_id.id,
                    "currency_id": currency.id,
                }
                for number, currency in (("505-123", cls.idr), ("003-912", cls.usd))
            ]
        )
        cls.collector.write({"phone": "+62 21 555 0111", "lang": "en_US"})
        cls.default_policy = cls.env.ref("b2b_collections.policy_default")
        cls.case = cls.make_case(cls.debtor)

    @classmethod
    def level(cls, name):
        """A level of the default policy, by the end of its XML id."""
        return cls.env.ref(f"b2b_collections.level_{name}")

    @classmethod
    def make_case(cls, partner):
        cases_sudo = cls.env["collection.case"].sudo()
        return cases_sudo.create(
            {
                "company_id": cls.company.id,
                "partner_id": partner.id,
                "user_id": cls.collector.id,
                "stage_id": cls.env.ref("b2b_collections.stage_dunning").id,
                "policy_id": cls.default_policy.id,
            }
        ).sudo(False)

    @classmethod
    def item_line(cls, amount, currency=None, days=20, number=1, **vals):
        due = DAY - timedelta(days=days)
        return {
            "kind": "item",
            "name": f"INV/2026/{number:05}",
            "date_invoice": due - timedelta(days=30),
            "date_due": due,
            "days_overdue": max(0, days),
            "currency_id": (currency or cls.idr).id,
            "amount_original": amount,
            "amount_residual": amount,
            **vals,
        }

    @classmethod
    def credit_line(cls, amount, currency=None, name="RINV/2026/00001"):
        return {
            "kind": "credit",
            "name": name,
            "date_invoice": DAY - timedelta(days=9),
            "currency_id": (currency or cls.idr).id,
            "amount_original": -amount,
            "amount_residual": -amount,
        }

    @classmethod
    def make_action(cls, lines, level="sp1", case=None, **vals):
        case = case or cls.case
        actions_sudo = cls.env["collection.action"].sudo()
        return actions_sudo.create(
            {
                "company_id": cls.company.id,
                "case_id": case.id,
                "partner_id": case.partner_id.id,
                "contact_id": case.partner_id.id,
                "lang": "en_US",
                "date": DAY,
                "kind": "level",
                "gate": "allowed",
                "channel": "letter",
                "state": "planned",
                "level_id": cls.level(level).id if level else False,
                "name": "CL-2026-00012",
                "address": "ap@debtor.example",
                "line_ids": [Command.create(line) for line in lines],
                **vals,
            }
        ).sudo(False)

    @classmethod
    def pages(cls, pdf):
        """Text of each page, with its line ends as spaces."""
        reader = PdfReader(io.BytesIO(pdf))
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    @classmethod
    def letter_pages(cls, action):
        action._as_journal()._render_letter()
        return cls.pages(action.attachment_id.raw)

    @classmethod
    def letter_text(cls, action):
        return " ".join(cls.letter_pages(action))
