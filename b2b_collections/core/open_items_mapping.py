"""Which column of an open-items file holds what, guessed from its header."""

import re
import unicodedata

# Order: as a person fills the table in. Names as in English and Indonesian ledgers
# and in the exports of common accounting systems.
SYNONYMS = {
    "company_code": (
        "company code",
        "company",
        "entity",
        "bukrs",
        "business code",
        "kode perusahaan",
        "perusahaan",
        "entitas",
        "kode entitas",
    ),
    "customer_number": (
        "customer number",
        "customer no",
        "customer code",
        "customer id",
        "customer",
        "cust number",
        "cust no",
        "account number",
        "account no",
        "debtor number",
        "debtor no",
        "debtor code",
        "debtor",
        "partner ref",
        "kunnr",
        "nomor pelanggan",
        "no pelanggan",
        "kode pelanggan",
        "id pelanggan",
        "nomor debitur",
        "kode debitur",
    ),
    "customer_name": (
        "customer name",
        "name customer",
        "name",
        "debtor name",
        "company name",
        "partner name",
        "account name",
        "nama",
        "nama pelanggan",
        "nama debitur",
        "nama customer",
        "pelanggan",
        "debitur",
    ),
    "invoice_number": (
        "invoice number",
        "invoice no",
        "invoice id",
        "invoice",
        "document number",
        "document no",
        "doc no",
        "doc id",
        "number",
        "reference",
        "belnr",
        "nomor faktur",
        "no faktur",
        "faktur",
        "nomor invoice",
        "no invoice",
        "nomor tagihan",
        "no tagihan",
        "nomor dokumen",
    ),
    "invoice_date": (
        "invoice date",
        "document date",
        "document create date",
        "doc date",
        "date",
        "issue date",
        "bldat",
        "tanggal",
        "tanggal faktur",
        "tgl faktur",
        "tanggal invoice",
        "tgl invoice",
        "tanggal tagihan",
        "tanggal dokumen",
    ),
    "posting_date": (
        "posting date",
        "accounting date",
        "budat",
        "tanggal posting",
        "tanggal pembukuan",
        "tgl posting",
    ),
    "due_date": (
        "due date",
        "due in date",
        "due on",
        "due",
        "maturity date",
        "maturity",
        "payment due date",
        "net due date",
        "faedt",
        "jatuh tempo",
        "tanggal jatuh tempo",
        "tgl jatuh tempo",
    ),
    "terms": (
        "payment terms",
        "terms",
        "terms code",
        "payment term",
        "cust payment terms",
        "terms of payment",
        "zterm",
        "termin",
        "syarat pembayaran",
        "termin pembayaran",
    ),
    "currency": (
        "currency",
        "currency code",
        "invoice currency",
        "curr",
        "ccy",
        "waers",
        "mata uang",
        "valuta",
    ),
    "amount": (
        "amount",
        "invoice amount",
        "total open amount",
        "open amount",
        "amount due",
        "total amount",
        "total",
        "gross amount",
        "balance",
        "wrbtr",
        "jumlah",
        "nilai",
        "nilai faktur",
        "jumlah tagihan",
        "jumlah faktur",
        "saldo",
    ),
    "paid": (
        "paid amount",
        "amount paid",
        "paid",
        "payments",
        "partial payment",
        "jumlah dibayar",
        "dibayar",
        "sudah dibayar",
        "terbayar",
        "pembayaran",
    ),
    "email": (
        "email",
        "email address",
        "mail",
        "surel",
        "alamat email",
    ),
    "language": ("language", "lang", "language code", "spras", "bahasa"),
    "country": ("country", "country code", "land1", "negara", "kode negara"),
}
FIELDS = tuple(SYNONYMS)
REQUIRED = (
    "customer_number",
    "customer_name",
    "invoice_number",
    "invoice_date",
    "amount",
)
# At least one of them has to be there.
DUE_SOURCES = ("due_date", "terms")


def plain(text):
    """Letters and digits only, lower case, without accents: "E-Mail" is "email"."""
    text = unicodedata.normalize("NFKD", str(text or "")).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return "".join(re.findall(r"[^\W_]+", text))


# name: (field, how far down its list)
_KNOWN = {
    plain(synonym): (field, rank)
    for field, synonyms in SYNONYMS.items()
    for rank, synonym in enumerate(synonyms)
}


def recognised(headers):
    """How many different known columns a line of text names."""
    return len({_KNOWN[plain(cell)][0] for cell in headers if plain(cell) in _KNOWN})


def guess_mapping(headers, remembered=None):
    """Return {column index: field}; each field at most once, the best name first.

    :param remembered: {plain header: field or ""} chosen earlier; it comes before the
        guess, and "" keeps a column out
    """
    remembered = remembered or {}
    candidates = []
    for index, header in enumerate(headers):
        name = plain(header)
        if name in remembered:
            if remembered[name] in SYNONYMS:
                candidates.append((-1, index, remembered[name]))
        elif name in _KNOWN:
            field, rank = _KNOWN[name]
            candidates.append((rank, index, field))
    mapping, taken = {}, set()
    for _rank, index, field in sorted(candidates):
        if field not in taken:
            mapping[index] = field
            taken.add(field)
    return dict(sorted(mapping.items()))


def missing_fields(mapping):
    """Fields that must be mapped and are not; the due date counts unless terms are.

    :param mapping: {column index: field}
    """
    mapped = set(mapping.values())
    missing = [field for field in REQUIRED if field not in mapped]
    if not mapped.intersection(DUE_SOURCES):
        missing.append("due_date")
    return missing
