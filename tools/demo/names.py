"""Names and places to draw from. All companies are invented."""

ID_FORMS = ("PT", "PT", "PT", "CV", "UD")
ID_FIRST = (
    "Rimba", "Samudra", "Cakrawala", "Kencana", "Pualam", "Gemilang", "Bahtera",
    "Mahligai", "Pelangi", "Tunas", "Lentera", "Kirana", "Anggrek", "Gunung", "Telaga",
    "Merbau", "Jati", "Kawung", "Parang", "Lembayung", "Bayu", "Tirta",
)  # fmt: skip
ID_SECOND = (
    "Ranting", "Gading", "Selaras", "Tembaga", "Kelana", "Senja", "Pagi", "Teduh",
    "Wangi", "Lintang", "Kapur", "Sungkai", "Beringin", "Melati", "Sagara", "Purnama",
)  # fmt: skip
ID_THIRD = (
    "Perkakas", "Interior", "Teknik", "Bangunan", "Mebel", "Konstruksi", "Niaga",
    "Logistik", "Mesin", "Furnitur", "Grosir", "Pertukangan",
)  # fmt: skip
ID_STREETS = (
    "Jl. Melati Raya", "Jl. Kenanga", "Jl. Industri Timur", "Jl. Pelabuhan Lama",
    "Jl. Gatot Contoh", "Jl. Cendana Baru", "Jl. Pasar Kembang", "Jl. Anggrek Selatan",
)  # fmt: skip
ID_CITIES = (
    ("Jakarta Selatan", "12950"), ("Surabaya", "60271"), ("Bandung", "40115"),
    ("Semarang", "50132"), ("Medan", "20112"), ("Makassar", "90111"),
    ("Denpasar", "80113"), ("Yogyakarta", "55122"), ("Balikpapan", "76114"),
)  # fmt: skip

# (name, country, street, city, zip)
FOREIGN_USD = (
    ("Tanjong Reef Supplies Pte Ltd", "SG", "18 Example Link", "Singapore", "408562"),
    ("Kallang Timberworks Pte Ltd", "SG", "7 Sample Avenue", "Singapore", "339943"),
    ("Blue Mesa Hardware Inc.", "US", "1200 Sample Street", "Albuquerque", "87102"),
    ("Harbor & Pine Home Goods LLC", "US", "48 Wharf Road", "Portland", "97209"),
    ("Copperfield Tool Company", "US", "310 Prairie Avenue", "Des Moines", "50309"),
    ("Northlight Interiors Corp.", "US", "95 Lake Drive", "Duluth", "55802"),
    ("Wattle & Reed Furnishings Pty Ltd", "AU", "22 Jetty Road", "Fremantle", "6160"),
    ("Coral Bay Joinery Pty Ltd", "AU", "5 Esplanade Court", "Cairns", "4870"),
    ("Alder & Finch Trading Ltd", "GB", "14 Mill Lane", "Leeds", "LS1 4AB"),
    ("Penrose Garden Furniture Ltd", "GB", "3 Quay Street", "Truro", "TR1 2AA"),
    ("Rawai Teak House Co., Ltd.", "TH", "88 Beach Road", "Phuket", "83130"),
    ("Kuching Craft Export Sdn Bhd", "MY", "11 Jalan Contoh", "Kuching", "93000"),
)  # fmt: skip
FOREIGN_EUR = (
    ("Kessel Werkzeughandel GmbH", "DE", "Musterstraße 12", "Hamburg", "20095"),
    ("Möbelhof Lindenau KG", "DE", "Am Beispielplatz 4", "Leipzig", "04109"),
    ("Comptoir Valmont SARL", "FR", "6 rue de l'Exemple", "Lyon", "69002"),
    ("Ateliers Boisclair SAS", "FR", "21 quai du Modèle", "Nantes", "44000"),
    ("Van der Zwaan Techniek B.V.", "NL", "Voorbeeldweg 30", "Rotterdam", "3011 AA"),
    ("De Groene Zaag B.V.", "NL", "Havenkade 9", "Zwolle", "8011 AB"),
    ("Falegnameria Montebello S.r.l.", "IT", "Via Esempio 17", "Udine", "33100"),
    ("Maderas del Alba S.L.", "ES", "Calle Muestra 8", "Valencia", "46002"),
    ("Houthandel Kempenaar BV", "BE", "Modelstraat 2", "Turnhout", "2300"),
    ("Tischlerei Auwald e.U.", "AT", "Mustergasse 5", "Graz", "8010"),
)  # fmt: skip

LONG_NAME = (  # 200 characters
    "PT Perusahaan Perdagangan Umum Perkakas Pertukangan Mebel Interior dan Bahan "
    "Bangunan Berkelanjutan Cahaya Kepulauan Nusantara Timur Sejahtera Bersama "
    "Mitra Usaha Koperasi Karyawan Galangan Kapal Raya"
)
FORMULA_NAME = '=HYPERLINK("http://klik.example","PT Rumus Jaya Perkakas")'

# (label, price in USD); other currencies are priced from it
PRODUCTS = (
    ("Teak dining table", 420),
    ("Rattan lounge chair", 160),
    ("Workbench, steel frame", 310),
    ("Cordless drill set", 140),
    ("Circular saw 190 mm", 120),
    ("Garden bench, merbau", 180),
    ("Shelf system, bamboo", 90),
    ("Hand tool case, 96 pieces", 110),
    ("Dust extractor", 260),
    ("Freight and packing", 50),
)
CONTACT_NAMES = {
    "ID": ("Bagian Keuangan", "Cabang Surabaya", "Dewi Anggraini", "Cabang Bandung"),
    None: ("Accounts Payable", "Head Office", "Purchase Ledger", "Warehouse Office"),
}
LEGAL_FORMS = {
    "pt", "cv", "ud", "pte", "ltd", "inc", "llc", "corp", "company", "pty", "co", "sdn",
    "bhd", "gmbh", "kg", "sarl", "sas", "b", "v", "bv", "s", "r", "l", "e", "u",
}  # fmt: skip
# Who pays and who decides at some debtors: role, name, position.
PEOPLE = (
    (
        ("accounts_payable", "Ratna Kusuma", "Accounts payable"),
        ("finance_manager", "Hendra Wibowo", "Finance manager"),
        ("director", "Maya Pranata", "President director"),
    ),
    (
        ("finance_manager", "Dian Lestari", "Head of finance"),
        ("owner", "Agus Salim", "Owner"),
    ),
    (("director", "Yohanes Tan", "Director"),),
)
