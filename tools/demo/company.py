"""The demo's seller: company, accounts, currencies, bank, users, mail server."""

import math
from datetime import timedelta

from odoo import Command

from .ledger import VAT_RATE
from .logo import draw_logo

DOMAIN = "kriya.example"
LANGUAGES = ("id_ID", "de_DE", "fr_FR")
# Nobody has translated the letters into the other two: they fall back to English.
TRANSLATED = ["id_ID"]
# One unit of the currency in rupiah; the rates move about it by two per cent.
RUPIAH = {
    "IDR": 1.0,
    "USD": 16250.0,
    "EUR": 17600.0,
    "CAD": 11900.0,
    "GBP": 20600.0,
    "AUD": 10600.0,
    "SGD": 12100.0,
    "MYR": 3650.0,
    "JPY": 108.0,
    "CNY": 2250.0,
}
USERS = (
    ("reader", "Ratna Pembaca", "group_collections_reader", ()),
    ("collector", "Citra Penagih", "group_collections_user", ()),
    (
        "manager",
        "Made Manajer",
        "group_collections_manager",
        ("account.group_account_manager",),
    ),
)


def install_chart(env):
    """Install Indonesia's chart of accounts where this Odoo has it; its code.

    Installing makes a new registry: the caller goes on with a new environment.
    """
    module = env["ir.module.module"].search([("name", "=", "l10n_id")])
    if not module:
        return "generic_coa"
    if module.state != "installed":
        module.button_immediate_install()
    return "id"


class Seller:
    """Sets up ``env.company``; ``currency`` is the code of the company's own."""

    def __init__(self, env, currency="IDR"):
        # Odoo's own note on every new record would only take time here.
        context = {"tracking_disable": True, "mail_create_nosubscribe": True}
        self.env = env(context=dict(env.context, **context))
        self.company = self.env.company
        # A code that does not exist is for the import to object to.
        self.currency = self._get_currency(currency) or self._get_currency("USD")

    def _get_currency(self, code):
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", code)])
        )
        currency.active = True
        return currency

    def set_up(self, chart):
        self._activate_languages()
        self._load_chart(chart)
        self._write_identity()
        self._add_bank_account()
        self._add_mail()
        self._add_users()
        # A demo does not report to anybody.
        self.env.ref("mail.ir_cron_module_update_notification").active = False
        return self.company

    def _activate_languages(self):
        for code in LANGUAGES:
            self.env["res.lang"]._activate_lang(code)
        installed = self.env["ir.module.module"].search([("state", "=", "installed")])
        installed._update_translations(TRANSLATED)

    def _load_chart(self, chart):
        self.company.country_id = self.env.ref("base.id")
        self.env["account.chart.template"].try_loading(chart, self.company)
        self.company.currency_id = self.currency
        percent = float(VAT_RATE * 100)
        if self.company.account_sale_tax_id.amount != percent:
            self.company.account_sale_tax_id = self.env["account.tax"].create(
                {"name": "PPN", "amount": percent, "type_tax_use": "sale"}
            )

    def _write_identity(self):
        self.company.write(
            {
                "name": "PT Kriya Samudra Contoh",
                "street": "Jl. Pelabuhan Contoh No. 88",
                "city": "Surabaya",
                "zip": "60191",
                "country_id": self.env.ref("base.id").id,
                "phone": "+62 31 5550 188",
                "email": f"finance@{DOMAIN}",
                "website": f"https://www.{DOMAIN}",
                "vat": "01.234.567.4-541.000",
                "logo": draw_logo("Kriya Samudra", "Surabaya"),
            }
        )

    def _add_bank_account(self):
        bank = self.env["res.bank"].create(
            {"name": "Bank Contoh Nusantara", "bic": "BCNTIDJA"}
        )
        journal = self.bank_journal
        journal.bank_account_id = self.env["res.partner.bank"].create(
            {
                "acc_number": "088 555 0188",
                "bank_id": bank.id,
                "partner_id": self.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        # Without a bank feed the money counts as received when it is entered.
        journal.inbound_payment_method_line_ids.payment_account_id = (
            journal.default_account_id
        )

    @property
    def bank_journal(self):
        return self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )

    def add_rates(self, codes, first_day, last_day):
        """Half-yearly rates that move; a company keeps such a table itself."""
        day = first_day.replace(month=1 if first_day.month < 7 else 7, day=1)
        values = []
        while day <= last_day:
            for code in codes:
                wave = 1 + 0.02 * math.sin(day.toordinal() / 40 + len(values) % 2)
                values.append(self._rate(code, day, RUPIAH[code] * wave))
            day = (day + timedelta(days=190)).replace(day=1)
        self.env["res.currency.rate"].create(values)

    def fixed_rates(self, codes):
        """``{code: units of company currency for one}``; unknown ones count as 1."""
        own = RUPIAH.get(self.currency.name)
        return {
            code: round(RUPIAH[code] / own, 4) if own and code in RUPIAH else 1.0
            for code in codes
        }

    def add_fixed_rates(self, rates, day):
        """One rate for all time; see ``fixed_rates``."""
        self.env["res.currency.rate"].create(
            [
                self._rate(code, day, rate)
                for code, rate in rates.items()
                if self._get_currency(code)
            ]
        )

    def _rate(self, code, day, inverse_rate):
        return {
            "currency_id": self._get_currency(code).id,
            "company_id": self.company.id,
            "name": day,
            "inverse_company_rate": inverse_rate,
        }

    def send_mail_to(self, port):
        servers = self.env["ir.mail_server"].search([("smtp_host", "=", "127.0.0.1")])
        servers.smtp_port = port

    def _add_mail(self):
        self.env["ir.mail_server"].create(
            {
                "name": "Loopback of the demo",
                "smtp_host": "127.0.0.1",
                "smtp_encryption": "none",
                "from_filter": DOMAIN,
            }
        )
        self.company.alias_domain_id = self.env["mail.alias.domain"].create(
            {"name": DOMAIN, "company_ids": [Command.link(self.company.id)]}
        )

    def _add_users(self):
        groups = "b2b_collections."
        self.env["res.users"].with_context(no_reset_password=True).create(
            [
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@{DOMAIN}",
                    "tz": "Asia/Jakarta",
                    # Their own notices stay in Odoo, the outbox is for debtors.
                    "notification_type": "inbox",
                    "group_ids": [
                        Command.set(
                            [
                                self.env.ref(xmlid).id
                                for xmlid in (groups + group, *others)
                            ]
                        )
                    ],
                }
                for login, name, group, others in USERS
            ]
        )
        admin = self.env.ref("base.user_admin")
        admin.write({"email": f"admin@{DOMAIN}", "notification_type": "inbox"})
        self.company.collection_default_user_id = self.user("collector")

    def user(self, login):
        return self.env["res.users"].search([("login", "=", login)])
