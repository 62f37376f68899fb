"""The words of figures and of other numbers in German."""

from __future__ import annotations

from fractions import Fraction

from reconcile.language.vocabulary import Vocabulary

WORDS = Vocabulary(
    name="German",
    before={
        "exact": "genau | exakt",
        "about": (
            "rund | etwa | ca. | ca | circa | zirka | ungefähr | in etwa | um die | schätzungsweise "
            "| in der Größenordnung von"
        ),
        "nearly": "knapp | fast | nahezu | beinahe | annähernd | an die",
        "over": (
            "über | mehr als | gut | etwas mehr als | etwas über | knapp über | deutlich über "
            "| deutlich mehr als | größer als | höher als | oberhalb von | jenseits von"
        ),
        "at_least": "mindestens | wenigstens | nicht weniger als | nicht unter | zumindest",
        "under": (
            "unter | weniger als | etwas weniger als | etwas unter | knapp unter | deutlich unter "
            "| deutlich weniger als | kleiner als | niedriger als | unterhalb von"
        ),
        "at_most": "höchstens | maximal | bis zu | nicht mehr als | nicht über",
    },
    after={
        "at_least": "oder mehr | und mehr | oder darüber | und darüber | oder höher",
        "at_most": "oder weniger | und weniger | oder darunter | und darunter",
    },
    comparing="höher als | niedriger als | größer als | kleiner als",
    compared="als",
    closing="oder",
    directions={
        -1: (
            "minus | Minus von | ein Minus von | Rückgang von | Rückgang um | einen Rückgang von "
            "| ein Rückgang von | Abnahme von | Abnahme um | sank um | sanken um | fiel um | fielen um "
            "| gesunken um | schrumpfte um | verringerte sich um | verringerten sich um | ging um "
            "| Defizit von | ein Defizit von"
        ),
        1: (
            "plus | Plus von | ein Plus von | Anstieg von | Anstieg um | einen Anstieg von "
            "| ein Anstieg von | Zunahme von | Zunahme um | Zuwachs von | Zuwachs um | stieg um "
            "| stiegen um | wuchs um | wuchsen um | gestiegen um | erhöhte sich um | erhöhten sich um "
            "| Überschuss von | einen Überschuss von"
        ),
    },
    openings={
        "from": "von",
        "range": "im Bereich von",
        "between": "zwischen",
    },
    joins={
        "to": "bis",
        "and": "und",
    },
    scales={
        3: "Tausend | Tsd. | Tsd | T€",
        6: "Million | Millionen | Mio. | Mio | Mill.",
        9: "Milliarde | Milliarden | Mrd. | Mrd",
        12: "Billion | Billionen | Bio.",
    },
    distrusted_scales="T€",
    units=(
        ("lb", 1, "lb"),
        ("percent", 1, "Prozent | vH | v.H. | Proz."),
        ("percent", Fraction(1, 10), "Promille"),
        (
            "pp",
            1,
            (
                "Prozentpunkt | Prozentpunkte | Prozentpunkten | Prozentpunktes | %-Punkt | %-Punkte "
                "| %-Punkten | PP | Pp."
            ),
        ),
        ("pp", Fraction(1, 100), "Basispunkt | Basispunkte | Basispunkten | BP"),
        ("times", 1, "-fach | fach | -fache | fache | Mal | mal"),
        ("tonne", 1, "Tonne | Tonnen | t"),
        ("tonne", Fraction(1, 1000), "Kilogramm"),
        ("tonne", Fraction(1, 1000000), "Gramm"),
        ("kWh", 1, "Kilowattstunde | Kilowattstunden"),
        ("kWh", 1000, "Megawattstunde | Megawattstunden"),
        ("kWh", 1000000, "Gigawattstunde | Gigawattstunden"),
        ("kWh", 1000000000, "Terawattstunde | Terawattstunden"),
        ("MW", 1, "Megawatt"),
        ("MW", 1000, "Gigawatt"),
        ("hectare", 1, "Hektar"),
        ("m2", 1, "Quadratmeter | Quadratmetern"),
        ("m2", 1000000, "Quadratkilometer | Quadratkilometern"),
        ("m3", 1, "Kubikmeter | Kubikmetern"),
        ("km", 1, "Kilometer | Kilometern"),
        ("barrel", 1, "Fass | Barrel"),
        ("share", 1, "Aktie | Aktien"),
        ("hour", 1, "Stunde | Stunden"),
        ("day", 1, "Tag | Tage | Tagen"),
        ("week", 1, "Woche | Wochen"),
        ("month", 1, "Monat | Monate | Monaten"),
        ("quarter", 1, "Quartal | Quartale | Quartalen"),
        ("year", 1, "Jahr | Jahre | Jahren"),
        ("pp", Fraction(1, 10), "Zehntelpunkt | Zehntelpunkte | Zehntel Prozentpunkte"),
        ("litre", 1, "Liter | Litern"),
        ("litre", 100, "Hektoliter"),
        ("metre", 1, "m | Meter | Metern"),
        ("minute", 1, "Minute | Minuten"),
        ("ounce", 1, "Unze | Unzen | Feinunze | Feinunzen"),
        ("EUR", Fraction(1, 100), "Cent | Cents | ct"),
        ("CHF", Fraction(1, 100), "Rappen"),
        ("°C", 1, "Grad Celsius | Grad"),
        ("tonne", Fraction(1, 10), "Dezitonnen | dt"),
        ("GJ", 1, "Gigajoule"),
        ("GJ", 1000, "Terajoule"),
        ("GJ", 1000000, "Petajoule"),
        ("toe", 1, "t RÖE | Tonnen Rohöleinheiten"),
        ("tce", 1, "t SKE | Tonnen SKE | Tonnen Steinkohleeinheiten"),
        ("tonne-km", 1, "Tonnenkilometer | Tonnenkilometern"),
        ("passenger-km", 1, "Personenkilometer | Personenkilometern"),
        ("vehicle-km", 1, "Fahrzeugkilometer | Fahrzeugkilometern"),
        ("point", 1, "Punkt | Punkte | Punkten | Zähler"),
    ),
    counted=(
        "Personen | Person | Menschen | Einwohner | Einwohnerinnen und Einwohner | Beschäftigte "
        "| Beschäftigten | Mitarbeiter | Mitarbeitende | Mitarbeiterinnen und Mitarbeiter "
        "| Erwerbstätige | Erwerbstätigen | Arbeitslose | Arbeitslosen | Arbeitsplätze | Arbeitsplätzen "
        "| Stellen | Haushalte | Haushalten | Unternehmen | Betriebe | Betrieben | Firmen | Länder "
        "| Ländern | Staaten | Städte | Städten | Gemeinden | Kunden | Kundinnen und Kunden | Gäste "
        "| Gästen | Übernachtungen | Ankünfte | Fahrgäste | Passagiere | Fahrzeuge | Fahrzeugen | Autos "
        "| Pkw | Wohnungen | Gebäude | Gebäuden | Baugenehmigungen | Fälle | Fällen | Insolvenzen "
        "| Unfälle | Unfällen | Verkehrstote | Studierende | Studierenden | Schülerinnen und Schüler "
        "| Auszubildende | Kinder | Kindern | Geburten | Sterbefälle | Verträge | Verträgen | Projekte "
        "| Projekten | Produkte | Produkten | Stück | Einheiten | Filialen | Standorte | Standorten"
    ),
    shared_money={
        "peso": "Peso | Pesos",
        "krone": "Krone | Kronen",
        "dinar": "Dinar | Dinare",
        "dirham": "Dirham | Dirhams",
        "rial": "Rial | Riyal",
        "shilling": "Schilling",
        "rupee": "Rupie | Rupien",
    },
    money_behind="Rand | Forint | Lira | Real | Reais | Sol | Soles | Schekel | Rubel | Hrywnja",
    money={
        "ZAR": "Rand",
        "HUF": "Forint",
        "TRY": "Lira",
        "BRL": "Real | Reais",
        "PEN": "Sol | Soles",
        "ILS": "Schekel",
        "RUB": "Rubel",
        "CZK": "tschechische Kronen",
        "UAH": "Hrywnja",
        "EUR": "Euro | Euros",
        "USD": "US-Dollar | Dollar | US-Dollars",
        "GBP": "Pfund | britische Pfund | Pfund Sterling",
        "CHF": "Franken | Schweizer Franken | Fr.",
        "JPY": "Yen",
        "CNY": "Yuan | Renminbi",
        "PLN": "Zloty",
    },
    no_units="mal so | Fälle von | Punkt für | Stellen nach | Mal in | Mal seit",
    weighed="Pfund",
    rated="pro",
    per_heads="je | auf | pro",
    per="je | pro | die | auf",
    spaced_groups=True,
    number_words={
        "1/2": (
            "die Hälfte | der Hälfte | zur Hälfte | eine halbe | eine halben | einer halben "
            "| einem halben | ein halbes | anderthalbfache"
        ),
        "3/2": "eineinhalb | anderthalb",
        "1/3": "ein Drittel | einem Drittel | eines Drittels",
        "2/3": "zwei Drittel | zwei Dritteln",
        "1/4": "ein Viertel | einem Viertel",
        "3/4": "drei Viertel | drei Vierteln",
        "1/5": "ein Fünftel | einem Fünftel",
        "2/5": "zwei Fünftel | zwei Fünfteln",
        "3/5": "drei Fünftel | drei Fünfteln",
        "4/5": "vier Fünftel | vier Fünfteln",
        "1/10": "ein Zehntel | einem Zehntel",
        "1000000": "eine Million | einer Million",
        "1000000000": "eine Milliarde | einer Milliarde",
        "2": (
            "verdoppelt | verdoppelte | verdoppelten | das Doppelte | dem Doppelten | doppelt so viel "
            "| doppelt so viele | doppelt so hoch | doppelt so groß | zweimal so viel "
            "| zweimal so viele | zweimal so hoch"
        ),
        "3": (
            "verdreifacht | verdreifachte | verdreifachten | dreifach | das Dreifache | dem Dreifachen "
            "| dreimal so viel | dreimal so viele | dreimal so hoch"
        ),
        "4": "vervierfacht | vierfach | das Vierfache | dem Vierfachen",
        "6": "sechsfach | das Sechsfache",
        "5": "fünffach | das Fünffache | dem Fünffachen",
    },
    before_scales="eine halbe | eine halben | einer halben | einem halben | ein halbes | eineinhalb | anderthalb",
    rises=(
        "hob | hoben | hebt | anhob | angehoben | höher | verteuert | kletterte | zugenommen "
        "| vermehrte | gesteigert | Umsatzzuwachs  "
        "| Überschuss | stieg | stiegen | steigt | steigen | gestiegen | steigend | steigerte "
        "| steigern | wuchs | wuchsen | wächst | wachsen | gewachsen | erhöhte | erhöhten | erhöht "
        "| erhöhen | Plus | Anstieg | Zunahme | Zuwachs | Zuwächse | Wachstum | Steigerung | zugelegt "
        "| legte | legten | zulegen | verteuerten | verteuerte | kletterten | Erhöhung | verbesserte "
        "| verbesserten | Preisanstieg | Umsatzplus | Umsatzwachstum | Gewinn"
    ),
    falls=(
        "senkte | senkten | senkt | senken | kürzte | kürzten | kürzt | Minderung | eingebrochen "
        "| gesenkt | niedriger | nahm ab | brachen ein | sank | sanken | sinkt  "
        "| sinken | gesunken | fiel | fielen | fällt | fallen | gefallen | schrumpfte | schrumpften "
        "| schrumpft | verringerte | verringerten | verringert | reduzierte | reduzierten | reduziert "
        "| Minus | Rückgang | Abnahme | Rückgänge | Einbruch | zurückgegangen | brach | brachen "
        "| Verlust | Fehlbetrag | Defizit | verlor | verloren | verbilligten | verbilligte | Senkung "
        "| rückläufig | gab | Umsatzrückgang | Preisrückgang"
    ),
    withs="mit | bei",
    sized="Wachstum | Zuwachs | Plus | Anstieg | Zunahme | Rückgang | Minus | Abnahme | Einbruch",
    caused=(
        "senkte | senkten | senkt | senken | gesenkt | kürzte | kürzten | kürzt | hob | hoben "
        "| hebt | anhob | angehoben | reduzierte | reduzierten | reduziert | steigerte | steigern "
        "| gesteigert"
    ),
    levels="auf | bei | erreicht | beträgt | betrug | lag | liegt",
    rises_behind=(
        "zu | gestiegen | zugenommen | mehr | höher | über dem | teurer | gewachsen | zulegen "
        "| zugelegt | erhöht | größer"
    ),
    falls_behind=(
        "ab | abgenommen | zurück | zurückgegangen | gesunken | weniger | niedriger | unter dem "
        "| billiger | günstiger | geringer | gefallen | geschrumpft | kleiner | eingebrochen"
    ),
    by="um | um die | um rund | um knapp | um etwa",
    clauses="und",
    indices="index | indices | indizes | barom | klima",
    rates="quote",
    compounds=True,
    dated="Quartal | Monat | Woche | Kalenderwoche | KW | Tag | Jahrhundert",
    years="Jahr | Jahre | Jahres | Jahren | seit | Ende | Anfang | Mitte | im Jahr",
    spans=(
        "Monat | Monate | Monaten | Quartal | Quartale | Quartalen | Jahr | Jahre | Jahren | Woche "
        "| Wochen | Tage | Tagen"
    ),
    spans_before=(
        "ersten | letzten | vergangenen | nächsten | kommenden | vorangegangenen | vergangene | letzte "
        "| nächste | erste"
    ),
    periods_before="erste | ersten | zweite | zweiten | dritten",
    periods_behind="jahr | jahre",
    terms="semester | halbjahr",
    days="und | bis",
    ages=(
        "-jährigen | -jähriger | -jährige | -jähriges | -jährigem | -Jähriger | -Jährigem | Jahre alt "
        "| Monate alt | Wochen alt "
        "| Jahren alt | -Jährige | -jährige | -Jährigen | Jahre und älter | Jahre oder älter "
        "| Jahren und älter"
    ),
    aged=(
        "jünger als | älter als | unter den | Personen ab | Menschen ab | Frauen ab | Männer ab "
        "| Kinder ab | Kinder unter | Kindern unter | Menschen unter | Personen unter | Frauen unter "
        "| Männer unter | Jugendliche unter | Jugendlichen unter | Beschäftigte unter | Personen über "
        "| Menschen über | Alter von | Alter ab"
    ),
    clock="Uhr",
    addresses="straße | strasse | str. | weg | platz | allee | gasse | ring | damm | ufer",
    nouns_in_capitals=True,
    ordinal_suffixes="te | ten | tes | ter",
    ordinal_articles="der | die | das | dem | den | des | im | zum | am | vom",
    ordinals="Platz | Rang | Nummer | Nr. | Nr",
    running="in Folge",
    sections=(
        "Tz. | Textziffer | Rn. | Rz. | Randnummer "
        "| Fachserie | Reihe | Seiten | Tabellen | Artikeln | Los | Phase | Stufe | Satz | Nummern | Anlage | Tabelle "
        "| Abbildung | Abb. | Tab. | Kapitel | Abschnitt | Seite | S. | Artikel | Art. "
        "| § | Anhang | Absatz | Abs. | Ziffer | Zeile | Teil | Fußnote"
    ),
    documents=(
        "IFRS | IAS | EN | Az. | HGB | BGBl. | Richtlinie | Verordnung | Pressemitteilung Nr. | ISSN "
        "| ISBN | ISIN | WKN | HRB | Aktenzeichen "
        "| Drucksache | DIN | ISO"
    ),
    telephones="Durchwahl | Tel. | Tel | Telefon | Fax | Mobil | Hotline | Rufnummer",
    names=(
        "Liste | Postfach | Zimmer | Ausfahrt | Kilometer | Bundesstraße | Trikotnummer | Trikot | Werk | Stärke "
        "| Industrie | Raum | Halle | Gleis | Tor | Zone | Linie | Anschlussstelle | S&P | Stoxx | DAX "
        "| MDAX | TecDAX | SDAX | Nasdaq | Nikkei | FTSE | Russell | Boeing | Airbus "
        "| Agenda | Formel | Windows | Top"
    ),
    grades="% Bruch",
    counting=("stellte | schaffte | baute | verkaufte | lieferte | beschäftigte | entließ | zählte | insgesamt"),
    ands="und | oder | sowie | bzw. | beziehungsweise",
    ors="oder",
    froms="von | zu | vom",
    to="auf | bis",
    up_to="bis",
    respectively="bzw. | beziehungsweise | jeweils",
    earlier=(
        "nach | Vj: | Vj.: | Vj. | Vorjahr: | Vorjahr | im Vorjahr: | Vorquartal: | zuvor: "
        "| Vormonat: | Vorjahreszeitraum:"
    ),
)
