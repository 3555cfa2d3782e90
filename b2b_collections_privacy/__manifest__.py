{
    "name": "B2B Collections: Privacy Lookup",
    "summary": "Finding and erasing a person without breaking the journal",
    "version": "19.0.2.0.0",
    "category": "Accounting/Collections",
    "author": "B2B Collections",
    "website": "https://github.com/b2b-collections/b2b-collections",
    "license": "LGPL-3",
    "depends": ["b2b_collections", "privacy_lookup"],
    "auto_install": True,
}
