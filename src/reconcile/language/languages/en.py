"""The words of figures and of other numbers in English."""

from __future__ import annotations

from fractions import Fraction

from reconcile.language.vocabulary import Vocabulary

WORDS = Vocabulary(
    name="English",
    before={
        "exact": "exactly | precisely",
        "about": (
            "about | around | approximately | approx. | approx | roughly | some | circa | ca. | c. "
            "| close to | in the region of | in the order of"
        ),
        "nearly": "nearly | almost | just under | just below | just short of | just shy of | approaching",
        "over": (
            "topped | passed | surpassed | exceeded | exceeds | exceed | topping | has passed | over "
            "| more than | above | exceeding | in excess of | just over | just above | well over "
            "| slightly over | slightly more than | greater than | higher than | upwards of "
            "| surpassing"
        ),
        "at_least": (
            "at least | no less than | not less than | no fewer than | not fewer than | not under "
            "| not below | a minimum of"
        ),
        "under": (
            "under | less than | below | fewer than | lower than | well under | slightly under "
            "| slightly less than | short of"
        ),
        "at_most": (
            "as much as | as many as | never more than | never over | at most | up to | no more than "
            "| not more than | not over | not above | not exceeding | no higher than | a maximum of"
        ),
    },
    after={
        "about": "or so | or thereabouts | approximately | approx. | roughly",
        "at_least": (
            "or more | or above | or over | or higher | or greater | or better | and over | and above "
            "| and more | and up | and upwards | upwards"
        ),
        "at_most": "or less | or fewer | or below | or under | or lower | and under | and below | and less",
    },
    comparing=(
        "were up to | was up to | is up to | are up to | greater than | higher than | lower than "
        "| went up to | goes up to | going up to | rose up to | brought up to | moved up to "
        "| climbed up to | increase over | rise over | gain over"
    ),
    perhaps_comparing="up to",
    compared="than | compared | year on year",
    closing="or",
    directions={
        -1: (
            "down | down by | fell | fell by | fall of | a fall of | falling by | decreased "
            "| decreased by | decrease of | a decrease of | declined | declined by | decline of "
            "| a decline of | dropped | dropped by | drop of | a drop of | shrank by | contracted by "
            "| reduced by | minus | negative | deficit of | a deficit of"
        ),
        1: (
            "up | up by | rose | rose by | rise of | a rise of | rising by | increased | increased by "
            "| increase of | an increase of | grew | grew by | growth of | gained | gain of | a gain of "
            "| plus | surplus of | a surplus of"
        ),
    },
    no_directions="made | make | makes | making",
    openings={
        "from": "from",
        "range": "in the range of | in a range of | ranging from",
        "between": "between",
    },
    joins={
        "to": "to",
        "and": "and",
    },
    scales={
        2: "hundred",
        3: "thousand | thousands | k",
        6: "million | millions | mn | mln | m",
        9: "billion | billions | bn | bln | b",
        5: "lakh | lakhs",
        7: "crore | crores",
        12: "trillion | trillions | trn | tn",
        15: "quadrillion",
    },
    of="of",
    units=(
        ("lb", 1, "lb | lbs"),
        ("percent", 1, "per cent | pct"),
        (
            "pp",
            1,
            (
                "of a percentage point | of a point | percentage point | percentage points "
                "| percentage-point | p.p. | pps | ppt | ppts | percentage pts | percent points"
            ),
        ),
        ("pp", 1, "%-point | %-points | % point | % points | % pt | % pts | %-pt | %-pts"),
        ("pp", Fraction(1, 100), "basis point | basis points | bp | bps"),
        ("times", 1, "time | fold | -fold"),
        (
            "share",
            1,
            ("share | shares | diluted share | ordinary share | basic share | diluted shares | ordinary shares"),
        ),
        ("tonne", Fraction(1, 1000), "kilo | kilos | kilogram | kilograms"),
        ("head", 1, "head | capita"),
        ("litre", 1, "litres | liter | liters"),
        ("minute", 1, "minutes"),
        ("litre", 100, "hectolitre | hectolitres | hectoliter | hectoliters"),
        (
            "tonne-km",
            1,
            (
                "tonne-kilometre | tonne-kilometres | tonne-kilometer | tonne-kilometers "
                "| tonne kilometres | tonne kilometers"
            ),
        ),
        (
            "passenger-km",
            1,
            (
                "passenger-kilometre | passenger-kilometres | passenger-kilometer | passenger-kilometers "
                "| passenger kilometres | passenger kilometers"
            ),
        ),
        (
            "vehicle-km",
            1,
            (
                "vehicle-kilometre | vehicle-kilometres | vehicle-kilometer | vehicle-kilometers "
                "| vehicle kilometres | vehicle kilometers"
            ),
        ),
        ("GJ", 1, "gigajoule | gigajoules"),
        ("GJ", 1000, "terajoule | terajoules"),
        ("GJ", 1000000, "petajoule | petajoules"),
        ("toe", 1, "tonne of oil equivalent | tonnes of oil equivalent | tons of oil equivalent"),
        ("ounce", 1, "ounces | troy ounce | troy ounces"),
        ("cent", 1, "cent | cents"),
        ("GBP", Fraction(1, 100), "pence"),
        ("tonne", 1, "t | metric tons"),
        ("°C", 1, "degrees Celsius"),
        ("mile", 1, "mile | miles"),
        ("bushel", 1, "bushel | bushels"),
        ("gallon", 1, "gallon | gallons"),
        ("acre", 1, "acre | acres"),
        ("tonne", Fraction(1, 1000000), "gram | grams"),
        ("ton", 1, "ton | tons"),
        ("metre", 1, "metre | metres | meter | meters"),
        ("tonne", 1, "tonnes | metric ton | metric tons | metric tonne | metric tonnes"),
        ("hectare", 1, "hectares"),
        ("barrel", 1, "barrels"),
        ("hour", 1, "hours"),
        ("day", 1, "days"),
        ("week", 1, "weeks"),
        ("month", 1, "months"),
        ("quarter", 1, "quarters"),
        ("year", 1, "years | annum"),
        ("point", 1, "points"),
    ),
    counted=(
        "home | homes | house | houses | household | dwelling | dwellings | farmer | farmers "
        "| machinists | adult | adults | child | children | pupils | patients | death | deaths | birth "
        "| births | customer | customers | store | stores | shop | shops | school | schools | hospital "
        "| hospitals | plant | plants | bed | beds | guest | guests | night stays | tourists | trips "
        "| respondents | members | shareholders | positions | posts | vacancies | permits | starts "
        "| claims | accidents | injuries | aircraft | trucks | buses | trains | vessels | containers "
        "| licences | licenses | officers | staff | nurses | teachers | engineers | drivers | voters "
        "| families | districts | counties | municipalities | branches | sites | restaurants | hotels "
        "| rooms | farms | users | subscribers | accounts | orders | transactions | patents | species "
        "| item | items | commodity | commodities | product | products | person | persons | people "
        "| inhabitants | resident | residents | worker | workers | employee | employees | job | jobs "
        "| student | students | households | company | companies | firm | firms | enterprise "
        "| enterprises | business | businesses | country | countries | market | markets | province "
        "| provinces | city | cities | project | projects | contract | contracts | agreement "
        "| agreements | case | cases | unit | units | vehicle | vehicles | car | cars | ship | ships "
        "| flight | flights | visitor | visitors | arrival | arrivals | passenger | passengers "
        "| document | documents | event | events | group | groups | industry | industries"
    ),
    symbols={
        "rupee": "Rs | Rs.",
        "shilling": "Sh | Shs",
        "KES": "KSh | Ksh | Kshs",
        "UGX": "USh | UShs | Ush",
        "TZS": "TSh | TShs | Tsh",
        "RWF": "Rwf | Frw",
        "BDT": "Tk",
        "IDR": "Rp",
        "MYR": "RM",
        "NGN": "₦",
        "GHS": "GH₵ | GH¢",
    },
    shared_money={
        "peso": "peso | pesos",
        "franc": "franc | francs",
        "krone": "krone | kroner | krona | kronor | crown | crowns",
        "dinar": "dinar | dinars",
        "dirham": "dirham | dirhams",
        "rial": "rial | rials | riyal | riyals",
        "shilling": "shilling | shillings",
        "rupee": "rupee | rupees",
    },
    money={
        "ZAR": "rand",
        "MYR": "ringgit",
        "IDR": "rupiah",
        "PLN": "zloty | zlotys",
        "HUF": "forint | forints",
        "TRY": "lira | liras",
        "BRL": "reais",
        "PEN": "sol | soles",
        "ILS": "shekel | shekels",
        "NGN": "naira",
        "RUB": "rouble | roubles | ruble | rubles",
        "UAH": "hryvnia | hryvnias",
        "VND": "dong",
        "USD": "dollar | dollars | US dollar | US dollars | U.S. dollar | U.S. dollars",
        "EUR": "euro | euros",
        "JPY": "yen",
        "CNY": "yuan | renminbi",
        "GBP": "pound | pounds | sterling | pound sterling | pounds sterling",
        "KRW": "won",
        "THB": "baht",
    },
    money_behind=(
        "pound | pounds | rand | ringgit | rupiah | zloty | zlotys | forint | forints | lira "
        "| liras | reais | sol | soles | shekel | shekels | naira | rouble | roubles | ruble "
        "| rubles | hryvnia | hryvnias | won"
    ),
    no_units="points out | case of | days after | point of | market share | second | m the",
    weighed="pound | pounds",
    rated="per",
    per_heads="per | for every",
    per="per | a | an | each | for each",
    per_units={
        "barrel/day": "bpd | b/d | barrels per day | barrels a day",
    },
    number_words={
        "1/2": "half | one half | one-half | a half | half a | half an",
        "1/3": "one in three | a third | one third | one-third",
        "2/3": "two in three | two thirds | two-thirds",
        "1/4": "one in four | a quarter | one quarter | one-quarter | a fourth | one fourth",
        "3/4": "three in four | three quarters | three-quarters | three fourths | three-fourths",
        "1/5": "one in five | a fifth | one fifth | one-fifth",
        "2/5": "two fifths | two-fifths",
        "3/5": "three fifths | three-fifths",
        "4/5": "four fifths | four-fifths",
        "1/6": "a sixth | one sixth | one-sixth",
        "1/8": "an eighth | one eighth | one-eighth",
        "1000000": "a million | one million",
        "1000000000": "a billion | one billion",
        "1000000000000": "a trillion | one trillion",
        "1/10": "one in ten | a tenth | one tenth | one-tenth",
        "2": "double | doubled | doubling | twofold | two-fold | twice",
        "3": "triple | tripled | threefold | three-fold",
        "4": "quadruple | quadrupled | fourfold | four-fold",
        "5": "fivefold | five-fold",
        "6": "sixfold | six-fold",
        "10": "tenfold | ten-fold",
    },
    before_scales="half a | half an",
    rises=(
        "raised | lifted | hiked | up | rose | rise | rises | risen | rising | increased "
        "| increase | increases | increasing  "
        "| grew | grow | grows | grown | growth | growing | gained | gain | gains | climbed | climb "
        "| jumped | jump | surged | surge | advanced | added | adding | expanded | expansion | expand "
        "| surplus | higher | accelerated | soared | improved | improvement | plus | widened"
    ),
    falls=(
        "lowered | trimmed | down | fell | fall | falls | fallen | falling | decreased | decrease "
        "| decreases | decreasing  "
        "| declined | decline | declines | declining | dropped | drop | drops | dropping | shrank "
        "| shrink | shrunk | contracted | contraction | reduced | reduction | lost | loss | losing "
        "| slipped | slid | slumped | slump | plunged | deficit | lower | tumbled | eased | minus | cut "
        "| narrowed | weakened | dipped"
    ),
    withs="with",
    caused="raised | lifted | lowered | trimmed | hiked | cut",
    levels=(
        "to | at | from | reach | reached | reaching | was | were | is | are | stood | totaled | totalled | hit | of"
    ),
    rises_behind=(
        "higher | more | increase | rise | growth | gain | jump | surge | expansion | improvement "
        "| above | larger | uptick"
    ),
    falls_behind=(
        "lower | less | fewer | decrease | decline | drop | fall | reduction | contraction | loss "
        "| below | smaller | dip | slump | cheaper"
    ),
    by="by",
    passes="went | go | goes | going | gone | moved | move | moves | moving | came | swung | shifted",
    clauses="and | but | while | whereas",
    indices="index | indices | game | playoff",
    rates="rate | rates",
    months="sept. | sept",
    dated="quarter | week | month | day | century | Q | H | FY",
    years="year | fiscal | FY | in | since | until | during | season | calendar | financial year",
    spans="month | months | quarter | quarters | year | years | week | weeks | day | days",
    spans_after="to | ended | ending | through | earlier | ago | before | later | of fiscal",
    spans_before=(
        "first | last | past | next | previous | final | prior | latest | recent | preceding | coming "
        "| second | opening"
    ),
    periods_before=(
        "first | second | third | fourth | last | latter | 1st | 2nd | this | that | next | every | each | fiscal"
    ),
    periods_behind="year | time | hours | hour | party | parties | time-out | century | world | digit | digits | point",
    terms="half",
    days="and | to",
    of_dates="of",
    months_in_capitals="may | march | mar",
    ages=(
        "years old | years of age | years and over | years and older | years or older | years and under "
        "| months old | months of age | weeks old | month-olds | month-old | and younger | or younger | and over "
        "| and older | year-olds | year-old | -year-olds | -year-old"
    ),
    aged=(
        "people over | people under | residents over | residents under | women over | men over "
        "| children under | children over | adults under | adults over | women under | men under "
        "| them over | them under | those over | those under | aged | ages | age | over the age of"
    ),
    streets="street | st | road | rd | avenue | ave | lane | square | drive | boulevard | terrace | row | quay | court",
    ordinal_suffixes="st | nd | rd | th",
    ordinals="No. | no. | number | rank | ranked | no | nos.",
    running="consecutive | straight",
    sections=(
        "tables | figures | chapters | sections | articles | notes | items | stage | stages | phases "
        "| paragraphs | table | chart | figure | chapter | section | page | pages | p. | pp. | article "
        "| annex "
        "| appendix | paragraph | line | part | note | footnote | exhibit | schedule | item | box "
        "| volume | vol. | phase | version | edition | form | rule | route | step | column | row | tier "
        "| level | grade | class | category | type"
    ),
    documents=(
        "HS | NACE | Agenda | directive | regulation | resolution | bulletin | release | release no. "
        "| ISSN | ISBN | ISIN "
        "| CUSIP | act | ASU | ASC | IFRS | IAS | ISO | CIK | file no. | circular | order | case | doi"
    ),
    telephones="tel. | tel | ext. | extension | telephone | phone | fax | call | mobile | dial",
    names=(
        "magnitude | Python | iPhone | Junction | junction | Lot | Unit | District | Ward | number | S&P "
        "| Stoxx | Dow | Nasdaq | Nikkei | FTSE | Russell | DAX | CAC | Boeing | Airbus | Fortune "
        "| top | Windows | Agenda | group of | highway | interstate | route | channel | studio | covid "
        "| area | gate | suite | room | building | boxes | box | zone"
    ),
    grades="% broken",
    counting=(
        "added | hired | employs | employed | created | cut | fired | sold | delivered | built | opened "
        "| shipped | laid off"
    ),
    ands="and | or | as well as | then",
    ors="or",
    froms="from",
    to="to",
    respectively="respectively",
    earlier=(
        "compared with | compared to | against | from | prior year: | previous year: | year earlier: "
        "| year ago: | prior year | previous: | 2Q: | versus | vs. | vs"
    ),
)
