{
    "name": "B2B Collections",
    "summary": "Gets business invoices paid: reminders, letters, calls, ageing",
    "version": "19.0.1.0.0",
    "category": "Accounting/Collections",
    "author": "B2B Collections",
    "website": "https://github.com/b2b-collections/b2b-collections",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "account",
        "account_payment",
        "contacts",
        "mail",
        "phone_validation",
        "portal",
        "sms",
    ],
    "external_dependencies": {"python": ["weasyprint"]},
    "data": [
        "security/collection_groups.xml",
        "security/ir.model.access.csv",
        "security/collection_rules.xml",
    ],
    "assets": {
        "web.assets_backend": ["b2b_collections/static/src/backend/**/*"],
    },
}
