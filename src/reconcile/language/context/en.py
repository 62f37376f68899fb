"""English words that tell what a figure says."""

from __future__ import annotations

from reconcile.language.context.words import ContextWords

EN = ContextWords(
    periods={
        "year": "[[the ](full|whole|calendar) ]year {year} | [the ]end of {year} | end-{year} | {year}",
        "fiscal year": "(fiscal|financial)[ year] {year} | FY[ ]{year} | FY[ ]{yy} | {year}/{yy} "
        "| {year}–{yy} | {year}/{year2} | (H{h}|Q{q}|{q}Q) of {year}/{yy} "
        "| {count} months of (fiscal|financial)[ year] {year} "
        "| {quarter} quarter of (fiscal|financial)[ year] {year} | {quarter} fiscal quarter[ of][ {year}]",
        "half": "{half} half[ of][ the year] {year} | {half} half[ of (the|this) year] | H{h}[ of][ ]{year} "
        "| H{h} | {h}H[ ]{year} | {h}H[ ]{yy} | {h}H | {half} six months of {year} "
        "| {half} six months[ of (the|this) year]",
        "quarter": "{quarter} quarter[ of][ the year] {year} | {quarter} quarter[ of (the|this) year] "
        "| {quarter}-quarter[ {year}] | Q{q}[ of][ ]{year} | Q{q}[ ][']{yy} | Q{q} | {q}Q[ ]{year} "
        "| {q}Q[ ]{yy} | {q}Q",
        "month": "[[the ]month of ]{month}[,][ of] {year} | [the ]end of {month} {year} | end-{month} {year} | {Month}",
        "day": "{month} {day}[st|nd|rd|th][,] {year} | {day}[st|nd|rd|th][ of] {month}[,] {year} "
        "| {month} {day}[st|nd|rd|th] | {day}[st|nd|rd|th][ of] {month} | {year}-{mm}-{day}",
        "first months": "first {count} months of {year} | {year}'s first {count} months "
        "| first {count} months[ of (the|this) year]",
        "months": "[from ]{month}[ {year}] (to|through|–|-|until) {month2}[,][ of] {year2} "
        "| {month}–{month2} {year2} | {month}-{month2} {year2} | between {month} and {month2}[ {year2}] "
        "| [from ]{month} (to|through) {month2} | {month}–{month2} | {month}-{month2}",
        "months to": "{count} months (to|through|ended|ending|ending in|"
        "up to)[ the end of][ {day}] {month}[ {day}][,][ {year}] "
        "| {count}-month period (to|through|ended|ending)[ {day}] {month}[ {day}][,][ {year}] "
        "| year (to|ended|ending)[ {day}] {month}[ {day}][,][ {year}] "
        "| {quarter} quarter (to|ended|ending)[ {day}] {month}[ {day}][,][ {year}] "
        "| (quarter|three months) (to|ended|ending)[ {day}] {month}[ {day}][,][ {year}]",
        "years": "{year}–{year2} | {year}-{year2} | {year}-{yy} | {year}—{year2}",
        "between years": "[from ]{year} (to|through|until) {year2} | between {year} and {year2}",
        "to day": "[year] to date | year-to-date | so far this year "
        "| since the (start|beginning) of the year | [from ]{month} {day} (to|through) {month2} {day2}",
        "this year": "this year | this year's | the current year",
        "last year": "last year | last year's | [the ]past year",
        "next year": "next year | the coming year",
        "whole year": "[the ](full|whole|entire) year | the year as a whole",
        "this month": "this month | the current month",
        "last month": "last month | last month's",
        "this quarter": "this quarter | the current quarter",
        "last quarter": "last quarter",
        "year before": "[a|one] year (earlier|ago|before|prior) | year-earlier | year-ago "
        "| [the ](previous|prior|preceding) year['s] "
        "| [the ]same (period|month|quarter|time|half|months)[[ (of|in)] the] (last|previous|prior|"
        "preceding) year "
        "| [the ]same (period|month|quarter|time|half|months)[ (a|one) year (ago|earlier|before)] "
        "| [the ]same {count} months[[ (of|in)] the] (last|previous|prior|preceding) year "
        "| [the ](corresponding|comparable|year-earlier) (period|month|quarter|months)[[ (of|in)] the][ (last|"
        "previous|prior|preceding) year] "
        "| twelve months (earlier|before|ago) | 12 months (earlier|before|ago)",
        "same": "[the ](same|corresponding) (period|month|quarter|half|months|{count} months) (of|in) {year}",
        "month before": "[a|one] month (earlier|ago|before) | [the ](previous|prior|preceding) month['s] "
        "| month-earlier",
        "quarter before": "[a|one] quarter (earlier|ago|before) "
        "| [the ](previous|prior|preceding) (quarter|three months)['s]",
        "week before": "[a|one] week (earlier|ago|before) | [the ](previous|prior|preceding) week['s]",
        "half before": "[the ](previous|prior|preceding) (half|six months)",
        "before": "[the ](previous|prior|preceding) period",
        "on year": "year-on-year | year on year | year-over-year | year over year | on the year | on-year "
        "| y/y | yoy | y-o-y | on an annual basis | in annual terms | from the year before | year-to-year "
        "| annually",
        "on month": "month-on-month | month on month | month-over-month | month over month | on the month "
        "| m/m | mom | m-o-m | on a monthly basis | in monthly terms | monthly",
        "on quarter": "quarter-on-quarter | quarter on quarter | quarter-over-quarter | quarter over quarter "
        "| on the quarter | q/q | qoq | q-o-q | on a quarterly basis | in quarterly terms",
        "on week": "week-on-week | week on week | on the week",
    },
    roles={
        "rise": "(rose|rise|rises|risen|rising)[ by] | (increase|increases|increased|increasing)[ by] "
        "| (grew|grow|grows|grown|growing)[ by] | (gain|gains|gained|gaining) | up[ by] "
        "| (climb|climbs|climbed|climbing)[ by] | (jump|jumps|jumped|jumping)[ by] "
        "| (surge|surges|surged|surging)[ by] | (advance|advances|advanced|advancing)[ by] "
        "| (expand|expands|expanded|expanding)[ by] | expansion | (widen|widens|widened|widening)[ by] "
        "| (soar|soared|soaring)[ by] | (added|adding) | (edged|ticked|moved) (up|higher)[ by] "
        "| picked up[ by] | (accelerated|strengthened)[ by] "
        "| (exceeded|topped|beat|beating|exceeding) (last year|the plan|the target|that)[ by] | higher[ by] "
        "| rebounded[ by] | recovered[ by] | plus | (raise|raised|lifted|boosted)[ by] | improvement "
        "| improved[ by] | appreciated[ by] | uptick",
        "fall": "(fell|fall|falls|fallen|falling)[ by] | (decrease|decreases|decreased|decreasing)[ by] "
        "| (decline|declines|declined|declining)[ by] | (drop|drops|dropped|dropping)[ by] | down[ by] "
        "| (shrank|shrink|shrinks|shrunk|shrinking)[ by] | (contracted|contracting)[ by] "
        "| (to|will|would|could|may|might|should) contract[ by] "
        "| contraction | (reduce|reduces|reduced|reducing)[ by] | reduction | (cut|cuts|cutting)[ by] "
        "| (lose|lost|losing|loss) | (slid|slide|slipped|slipping|slip)[ by] | (plunge|plunged|plunging)[ by] "
        "| (tumble|tumbled|tumbling)[ by] | (edged|ticked|moved) (down|lower)[ by] "
        "| (narrow|narrows|narrowed|narrowing)[ by] | lower[ by] | minus | (sank|sink|sunk)[ by] "
        "| (weakened|eased)[ by] | (shed|shedding) | depreciated[ by] | dip | dipped[ by] | negative growth "
        "| retreated[ by]",
        "earned": "raise | raises | raised | lifted",
        "adjacent": "higher | lower | larger | smaller | cheaper | stronger | weaker | rising | falling",
        "rise behind": "(increase|rise|gain|jump|growth|advance|surge|improvement|upturn|expansion) | higher "
        "| more | above | up | stronger",
        "fall behind": "(decrease|decline|fall|drop|reduction|contraction|loss|plunge|slump) | lower | less "
        "| fewer | below | down | weaker",
        "by": "by",
        "to": "to | at | reaching | to reach | to stand at | to total",
        "level": "was | were | is | are | be | been | stood at | stands at "
        "| (totaled|totalled|totals|totaling|totalling) | total of | (reach|reached|reaches) "
        "| (amounted|amounts|amounting) to | came to | came in at | hit | remained[ at] | unchanged at "
        "| (recorded|posted|reported) | worth | valued at | ended at | closed at | level of "
        "| (exported|imported|sold|produced|bought|spent|earned|received|paid|employed|invested) | had | has "
        "| have | generated | held at | steady at | (measured|registered) | (surpassed|surpassing|passed)",
        "growth": "(return|returns|returned|returning) | growth[ rate][ of] | [annual ]rate of growth[ of] "
        "| (grow|grew|growing) at | expansion rate | pace of growth",
        "rate": "unemployment | joblessness "
        "| (unemployment|interest|tax|vacancy|savings|saving|employment|participation|inflation|policy|jobless|"
        "poverty|literacy|occupancy|exchange|capacity|utilisation|utilization) rate[ of] "
        "| rate[ of] | margin[ of] | yield[ of] | ratio[ of] | inflation[ of] | capacity utilization "
        "| return on equity",
        "share": "(account|accounts|accounted|accounting) for | (make|makes|made|making) up "
        "| (represent|represents|represented|representing) | [market ]share[s][ of] | [the ]proportion[ of] "
        "| percentage of | (comprise|comprises|comprised|comprising) "
        "| (constitute|constitutes|constituted|constituting)",
        "share behind": "of | share of | in total | were | are | had | have been | say | said | believe | approve",
        "nothing": "(follow|start|set|build|back|clean|line|break|run|scale|top)-ups | "
        "(follow|start|set|build|back|clean|line|break|run|scale|top)-up | up to date | up for | "
        "(slow|count|break|draw|lock|melt|shut)-down | down payment[s]",
        "contribution": "(contribute|contributes|contributed|contributing) | contribution[s][ of] "
        "| (added|adding|adds|add|subtracted|subtracting|subtracts|took|taking|knocked) "
        "| contribution to growth | (cost|costing)",
        "ratio": "(multiplied|grew|rose|increased) by a factor of | equal to | equivalent to",
        "ratio behind": "as (much|many|high|large|big) as "
        "| times (more|higher|larger|greater|bigger|that|the) | of the (plan|target|year's plan)",
        "mean": "(average|averaged|averages|averaging)[ of] | (mean|median)[ of] | on average[,]",
        "surplus": "surplus[ of] | net inflow[ of]",
        "deficit": "deficit[ of] | shortfall[ of] | net loss[ of] | net outflow[ of]",
        "same": "or | that is | i.e. | equivalent to | equal to | meaning | which is | corresponding to",
        "compare": "compared (with|to) | (compare|comparing|comparison) (with|to) | in comparison (with|to) "
        "| versus | vs | vs. | than | against | relative to | from | (after|following) | as against | up from "
        "| down from",
        "since": "since",
        "from": "from",
        "on": "on | over",
        "as of": "as of | as at | at | by | until | through | up to",
        "respectively": "respectively",
        "beyond": "above | below | over | under | short of",
        "change": "change[ of]",
        "of": "of",
        "revise": "revised[ (up|down|upward|upwards|downward|downwards|higher|lower)] | revision",
    },
    per={
        "year": "a year | per year | annually | annualized | annualised | (annual|yearly) rate "
        "| at an annual rate[ of] | seasonally adjusted annual rate[ of] | per annum | p.a. | each year "
        "| every year | compound annual growth rate[ of] | CAGR | yearly | annual average | average annual "
        "| on an annualized basis | on an annualised basis",
        "quarter": "a quarter | per quarter | each quarter | every quarter | quarterly",
        "month": "a month | per month | each month | every month | monthly[ average] | average monthly",
        "week": "a week | per week | each week | every week | weekly[ average]",
        "day": "a day | per day | each day | every day | daily[ average] | bpd",
    },
    statuses={
        "target": "(target|targets|targeted|targeting) | (goal|goals) | (plan|plans|planned) to "
        "| (aim|aims|aimed|aiming) (to|for|at) | planned | (strive|strives|striving) | budgeted | objective "
        "| shall | sets aside",
        "forecast": "(forecast|forecasts|forecasted|forecasting) | (expect|expects|expected|expecting) "
        "| (project|projects) (that|growth|a|an|to) | (projected|projection|projections) "
        "| (predict|predicts|predicted|predicting) | guidance | outlook | (anticipate|anticipates|anticipated) "
        "| (will|should|could|would|may|might) (grow|rise|fall|reach|increase|decrease|decline|be|total|shrink|"
        "expand|amount|come|stand|hit|climb|drop|average|exceed) "
        "| is (likely|set|due) to | are (likely|set|due) to",
        "estimate": "(estimate|estimates|estimated|estimating)[ at] "
        "| (first|second|third|advance|flash|initial) estimate",
        "provisional": "(provisional|preliminary|provisionally|preliminarily) "
        "| advance (estimate|reading|figure) | flash (estimate|reading|figure)",
        "final": "final (figure|figures|reading|estimate|data|results) | audited",
        "revised": "revised[ (figure|figures|data)]",
    },
    numbers={
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
    },
    ordinals={"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4},
    abbreviations="approx | ca | c | vs | incl | excl | no | nos | mr | mrs | ms | dr | prof | inc | corp | ltd | co "
    "| st | gov | sen | rep | jan | feb | mar | apr | jun | jul | aug | sep | sept | oct | nov | dec | est "
    "| fig | p.a | i.e | e.g | etc | u.s | u.k | bn | mn | m",
    breaks="while | whereas | but | although | though | whilst | and | with | however | as",
    small="in | on | at | the | a | an | of | for | to | by | and | or | its | their | with | from | as | that "
    "| which | it | they | this | these | were | was | is | are | has | had | have | said | also | while "
    "| but | there | make | makes | made | come | comes | came | thus | then | so | total number of | our "
    "| his | her | over | during | after | up | down | who | when",
    pronouns=(
        "those | these | he | she | we | i | you | one | ones | all | both | each | others | the latter "
        "| latter | former | figure | figures | this figure | the figure"
    ),
)
