"""A small world of English, German and Swahili words for models that translate."""

EN, DE, SW = "eng_Latn", "deu_Latn", "swh_Latn"
LEXICON = [
    {EN: english, DE: german, SW: swahili}
    for english, german, swahili in (
        ("lives", "wohnt", "anaishi"),
        ("works", "arbeitet", "anafanya"),
        ("sleeps", "schläft", "analala"),
        ("in", "in", "katika"),
        ("and", "und", "na"),
        ("here", "hier", "hapa"),
        ("house", "Haus", "nyumba"),
        ("London", "Londonstadt", "Londoni"),
        ("Germany", "Deutschland", "Ujerumani"),
        ("UN", "VN", "UM"),
        ("Anna", "Anna", "Anna"),
        ("Bob", "Bob", "Bob"),
    )
]
WORDS = sorted({word for row in LEXICON for word in row.values()} | {"."})
