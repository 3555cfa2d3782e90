from odoo import fields, models


class ResCompany(models.Model):
    """To whom a debtor objects or complains, and by when an answer comes."""

    _inherit = "res.company"

    collection_complaint_name = fields.Char(
        string="Complaints Go To",
        translate=True,
        help="A person or department, for example “Head of Finance”. Empty: whoever "
        "wrote the message.",
    )
    collection_complaint_email = fields.Char(string="E-mail for Complaints")
    collection_complaint_phone = fields.Char(string="Phone for Complaints")
    collection_complaint_address = fields.Char(
        string="Address for Complaints",
        help="Only if letters about it should go elsewhere than to the company.",
    )
    collection_answer_days = fields.Integer(
        string="Answer Within",
        default=10,
        help="Working days in which every objection and complaint is answered; the "
        "letters promise it.",
    )

    _collection_answer_days_positive = models.Constraint(
        "CHECK (collection_answer_days > 0)",
        "Debtors must be told in how many days an answer comes: at least one.",
    )

    def _get_complaint_placeholders(self, formatter, contact_us):
        """Placeholders that say where to complain, and by when an answer comes."""
        self.ensure_one()
        own = [
            self.collection_complaint_name,
            self.collection_complaint_email,
            formatter.unbroken(self.collection_complaint_phone),
            self.collection_complaint_address,
        ]
        return {
            # With commas: a name, and ways to reach it, are no choice of one of them.
            "complaints": ", ".join(filter(None, own)) or contact_us,
            "answer_days": str(self.collection_answer_days),
        }
