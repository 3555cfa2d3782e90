{
    "name": "B2B Collections: Sales",
    "summary": "Orders of debtors in collections are warned of, or wait",
    "version": "19.0.4.0.0",
    "category": "Accounting/Collections",
    "author": "B2B Collections",
    "website": "https://github.com/b2b-collections/b2b-collections",
    "license": "LGPL-3",
    "depends": ["b2b_collections", "sale"],
    "data": [
        "wizards/collection_credit_wizard_views.xml",
        "views/sale_order_views.xml",
    ],
    "auto_install": True,
}
