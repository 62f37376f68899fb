"""German words that tell what a figure says."""

from __future__ import annotations

from reconcile.language.context.words import ContextWords

DE = ContextWords(
    periods={
        "year": "[im ][(Jahr|Jahre|Jahres|Kalenderjahr|Gesamtjahr|Berichtsjahr) ]{year} "
        "| Ende[ des Jahres] {year} | Jahresende {year}",
        "fiscal year": "Geschäftsjahr[es|e|s][ ]{year}/{yy} | Geschäftsjahr[es|e|s] {year} "
        "| Geschäftsjahr[es|e|s] {year}/{year2} | GJ {year}/{yy} | {year}/{yy} | {year}/{year2} "
        "| Geschäftsjahr[es|e|s] | Wirtschaftsjahr[es] {year}/{yy} | Erntejahr {year}/{yy}",
        "half": "{half} (Halbjahr|Halbjahres|Jahreshälfte|Halbjahrs|Semester)[ (des Jahres|von)][ {year}] "
        "| H{h}[ ]{year} | H{h} | {half} sechs Monate[n][ {year}]",
        "quarter": "{quarter} (Quartal|Quartals|Vierteljahr|Vierteljahres|Vierteljahrs|Jahresviertel)[ (des Jahres|"
        "von)][ {year}] "
        "| Q{q}[ ]{year} | Q{q}/{year} | Q{q} | {q}Q[ ]{year} | {quarter} drei Monate[n][ {year}]",
        "month": "[Monat ]{month} {year} | Ende {month} {year} | {Month}",
        "day": "{day}. {month} {year} | {day}. {month} | {day}.{mm}.{year} | {day}.{m}.{year} "
        "| {day}. {m}. {year} | {year}-{mm}-{day}",
        "first months": "{half} {count} Monate[n][ (des Jahres|von)][ {year}] | {half} {count} Monate[n] dieses Jahres",
        "months": "[von ]{month}[ {year}] bis[ (einschließlich|Ende)] {month2} {year2} "
        "| [von ]{month} bis[ (einschließlich|Ende)] {month2} | {month}–{month2} {year2} "
        "| {month}-{month2} {year2} | zwischen {month} und {month2} {year2}",
        "months to": "{count} Monate[n] bis[ (Ende|zum {day}.)] {month} {year} "
        "| {count}-Monats-Zeitraum bis[ Ende] {month} {year}",
        "years": "{year}–{year2} | {year}-{year2} | [in den ]Jahren {year} bis {year2}",
        "between years": "[von ]{year} bis {year2} | zwischen {year} und {year2}",
        "to day": "seit Jahresbeginn | seit Jahresanfang | im bisherigen Jahresverlauf",
        "this year": "(dieses|diesem|laufenden|laufende|aktuellen) Jahr[es|e] | heuer",
        "last year": "(letztes|letzten|letztem|vergangenen|vergangenes|vergangene) Jahr[es|e]",
        "next year": "(nächstes|nächsten|kommenden|kommendes) Jahr[es|e]",
        "whole year": "(gesamten|ganzen|vollen) Jahr[es] | Gesamtjahr[es]",
        "this month": "(diesem|laufenden) Monat",
        "last month": "(letzten|vergangenen) Monat[s]",
        "this quarter": "(diesem|laufenden) Quartal",
        "last quarter": "(letzten|vergangenen|abgelaufenen) Quartal[s]",
        "year before": "Vorjahr[es|e] | Vorjahreszeitraum[s|es] | Vorjahresmonat[s|es] "
        "| Vorjahresquartal[s|es] | Vorjahreswert[s|es] | Vorjahresperiode | Vorjahreshalbjahr[es] "
        "| Vorjahresniveau[s] | Vj[.] | [ein ]Jahr zuvor | vor einem Jahr "
        "| (gleichen|selben|entsprechenden) (Zeitraum|Monat|Quartal|Zeitraums|Monats|Quartals)[ (des Vorjahres|"
        "im Vorjahr|des vergangenen Jahres|des Vorjahrs)] "
        "| zwölf Monate zuvor | VJ",
        "same": "(gleichen|selben|entsprechenden) "
        "(Zeitraum|Monat|Quartal|Zeitraums|Monats|Quartals)[ des Jahres] {year} "
        "| Vergleichszeitraum {year}",
        "month before": "Vormonat[s|es] | [ein|einen ]Monat zuvor | vorangegangenen Monat | vorherigen Monat "
        "| Monat davor",
        "quarter before": "Vorquartal[s|es] | [ein ]Quartal zuvor | vorangegangenen Quartal "
        "| vorherigen Quartal | Quartal davor",
        "week before": "Vorwoche | [eine ]Woche zuvor",
        "half before": "Vorhalbjahr[s|es]",
        "before": "Vorperiode | Vorzeitraum",
        "on year": "im Vorjahresvergleich | zum Vorjahr | gegenüber Vorjahr | binnen Jahresfrist "
        "| auf Jahressicht | im Jahresvergleich | im Jahresabstand | innerhalb eines Jahres "
        "| im Vergleich zum Vorjahr | binnen eines Jahres | zum Vorjahresmonat | zum Vorjahresquartal "
        "| zum Vorjahreszeitraum | ggü. Vj. | ggü. Vorjahr | Jahresrate | jährliche Teuerungsrate",
        "on month": "im Monatsvergleich | zum Vormonat | gegenüber Vormonat | auf Monatssicht "
        "| im Vormonatsvergleich | binnen Monatsfrist | ggü. Vormonat | im Vergleich zum Vormonat",
        "on quarter": "im Quartalsvergleich | zum Vorquartal | gegenüber Vorquartal "
        "| im Vorquartalsvergleich | ggü. Vorquartal | im Vergleich zum Vorquartal",
        "on week": "im Wochenvergleich | zur Vorwoche",
    },
    roles={
        "rise": "(hob|hoben|hebt|heben|anhob|anhoben|angehoben) "
        "| (stieg|stiegen|steigt|steigen|gestiegen|steigend|steigerte|steigerten|gesteigert|"
        "steigern)[ an][ um] "
        "| Anstieg[s][ (um|von)] | (wuchs|wuchsen|wächst|wachsen|gewachsen)[ um] | (Plus|plus)[ von] "
        "| Zuwachs[es][ (um|von)] | Zunahme[ (um|von)] | (erhöhte|erhöhten|erhöht|erhöhen)[ sich][ um] "
        "| Erhöhung[ (um|von)] | (kletterte|kletterten|geklettert)[ um] "
        "| (zugelegt|zugenommen|zulegen|zulegte) | Steigerung[ (um|von)] "
        "| (verbesserte|verbesserten|verbessert)[ sich][ um] | Mehr von | höher "
        "| (verteuerte|verteuerten|verteuert)[ sich][ um] | (expandierte|expandiert) | ausgeweitet | übertraf "
        "| anstieg | anstiegen | zunahm | zunahmen | angestiegen",
        "fall": "(senkte|senkten|senkt|senken) | (kürzte|kürzten|kürzt|gekürzt) "
        "| (sank|sanken|sinkt|sinken|gesunken|sinkend)[ um] "
        "| (fiel|fielen|fällt|fallen|gefallen)[ um]  "
        "| Rückgang[s|es][ (um|von)] | (Minus|minus)[ von] | Abnahme[ (um|von)] | Einbruch[s|es][ (um|von)] "
        "| (schrumpfte|schrumpften|geschrumpft|schrumpft)[ um] "
        "| (verringerte|verringerten|verringert|verringern)[ sich][ um] "
        "| (reduzierte|reduzierten|reduziert)[ sich][ um] "
        "| (zurückgegangen|zurückging|zurückgingen|abgenommen|abnahm|abnahmen) | Senkung[ (um|von)] "
        "| Verringerung[ (um|von)] | niedriger | geringer | weniger "
        "| (verbilligte|verbilligten|verbilligt)[ sich][ um] | (brach|brachen) | eingebrochen "
        "| (verlor|verloren)[ um] | gesenkt | verschlechterte[ sich][ um]",
        "earned": "hob | hoben | hebt | heben",
        "adjacent": "höhere | höheren | niedrigere | niedrigeren | steigende | steigenden | sinkende | sinkenden",
        "rise behind": "über dem | über den | überschritten | übertroffen | mehr | höher | Zuwachs | Plus "
        "| Wachstum | Anstieg | über | über dem Niveau | gestiegen | zugenommen | zugelegt | gewachsen | erhöht "
        "| gesteigert "
        "| zulegen | wachsen | steigen | zunehmen | nach oben (revidiert|korrigiert|angepasst) "
        "| höhere | höheren | stärker | teurer | anstieg | anstiegen "
        "| zulegte | zunahm | zunahmen | angestiegen | ausgeweitet",
        "fall behind": "unter dem | unter den | unterschritten | weniger | niedriger | geringer | Rückgang "
        "| Minus | unter | unter dem Niveau | gesunken | gefallen | zurückgegangen | abgenommen | verringert "
        "| eingebrochen "
        "| geschrumpft | reduziert | gesenkt | sinken | fallen | schrumpfen | niedrigere | niedrigeren "
        "| schwächer | tiefer | nach unten (revidiert|korrigiert|angepasst) "
        "| zurückging | zurückgingen | abnahm | billiger | abnahmen | günstiger",
        "rise half": "zu | an | höher",
        "fall half": "ab | zurück | ein | nach | niedriger",
        "split": "nahm | nahmen | nimmt | nehmen | legte | legten | legt | ging | gingen | geht | gehen "
        "| zog | zogen | brach | brachen | gab | gaben | bricht | kam | fuhr | zieht | lag | lagen | liegt "
        "| liegen",
        "by": "um",
        "to": "auf | auf ein Niveau von | auf insgesamt | bei | auf rund",
        "level": "betrug | betrugen | beträgt | belief sich auf | beliefen sich auf | beläuft sich auf "
        "| lag bei | lagen bei | liegt bei | erreichte | erreichten | erreicht | war | waren | ist | sind "
        "| wurden | wurde | im Wert von | in Höhe von | insgesamt | erzielte | erzielten | verzeichnete "
        "| registriert | summierte sich auf | summierten sich auf | hatte | hatten | gab es | exportierte "
        "| importierte | erwirtschaftete | setzte | umfasste | beschäftigte | kostete | mit | bezifferte "
        "| verharrte bei | beschäftigten | zählte",
        "growth": "rentierte[ mit] | Wachstum[s][ (um|von)] | Wachstumsrate[ von] | (wuchs|wachsen) "
        "| Veränderungsrate[ von]",
        "rate": "Arbeitslosigkeit | Quote[ von] | Arbeitslosenquote[ von] | Inflationsrate[ von] "
        "| Rate[ von] | Zinssatz[es] | Zins | Marge[ von] | EBIT-Marge[ von] | Rendite[ von] | Sparquote[ von] "
        "| Erwerbslosenquote[ von] | Teuerungsrate[ von] | Inflation[ von] | Leitzins | Auslastung[ von] "
        "| Steuersatz | Erwerbstätigenquote[ von] | Kapazitätsauslastung",
        "share": "Anteil[s|e|en][ von] | Marktanteil[s][ von] | (machte|machten|macht|machen) "
        "| (entfiel|entfielen|entfällt|entfallen) | stellte[n] | (entsprach|entsprachen|entspricht)",
        "share behind": "wurden | werden | wollen | gaben | haben | sind | waren | der | des | aller | am | von | vom "
        "| des gesamten | der gesamten | Anteil | aus",
        "contribution": "(trug|trugen|trägt|tragen|beigetragen|beitrugen|beitrug) | Beitrag[ von] "
        "| Wachstumsbeitrag[ von] | steuerte[n] | dämpfte[n]",
        "ratio": "entsprach | entspricht | das",
        "ratio behind": "so viel | so viele | so hoch | mal",
        "mean": "durchschnittlich[e|en|er] | im Durchschnitt | im Schnitt | im Mittel | Durchschnitt[ von]",
        "surplus": "Überschuss[ von] | Überschüsse | Handelsüberschuss[ von] | Finanzierungsüberschuss[ von] "
        "| Außenhandelsüberschuss[ von] | Exportüberschuss[ von]",
        "deficit": "Defizit[s][ von] | Fehlbetrag[ von] | Handelsdefizit[ von] | Finanzierungsdefizit[ von] "
        "| Verlust[ von] | Handelsbilanzdefizit[ von]",
        "same": "oder | das sind | also | das entspricht | dies entspricht | beziehungsweise | das heißt "
        "| was einem | entsprechend",
        "compare": "gegenüber | im Vergleich (zu|zum|zur|mit) | verglichen mit | als[ (im|in|noch im|noch)] "
        "| nach | statt | im Vergleich | über dem | unter dem | über dem Niveau | unter dem Niveau",
        "since": "seit",
        "out of": "von",
        "on": "von | zum | zur | vor | zu",
        "as of": "zum | per | Stand | zum Stichtag | bis zum | bis",
        "respectively": "beziehungsweise | bzw. | jeweils",
        "beyond": "über | unter",
        "change": "Veränderung[ (von|um)]",
        "of": "von | in Höhe von",
        "revise": "revidiert | revidierte[n] | korrigiert | Revision[ von]",
    },
    per={
        "year": "pro Jahr | jährlich[e|en|es|er] | p. a. | p.a. | annualisiert | aufs Jahr hochgerechnet "
        "| auf Jahresrate hochgerechnet | je Jahr | jedes Jahr | Jahr für Jahr | annualisierte[n]",
        "quarter": "pro Quartal | je Quartal | jedes Quartal",
        "month": "pro Monat | monatlich[e|en] | je Monat | jeden Monat",
        "week": "pro Woche | wöchentlich | je Woche | jede Woche",
        "day": "pro Tag | täglich | je Tag | am Tag | jeden Tag",
    },
    statuses={
        "target": "Ziel[e|es|s] | Zielwert | Planwert | geplant | plant | planen | angestrebt | strebt "
        "| anstreben | Zielmarke | will | wollen",
        "forecast": "Prognose[n] | prognostiziert[e|en] | erwartet[e|en] | erwarten | rechnet[e|en] "
        "| rechnen | voraussichtlich | Ausblick | dürfte[n] | wird (steigen|sinken|wachsen) | geht davon aus "
        "| vorhergesagt | vorausgesagt | erwartete[n|r|s] | veranschlagt",
        "estimate": "geschätzt[e|en] | Schätzung[en] | schätzungsweise | schätzt[e] | schätzen | Schnellschätzung",
        "provisional": "vorläufig[e|en|er|es]",
        "final": "endgültig[e|en|er|es]",
        "revised": "revidiert[e|en|er] | korrigiert[e|en]",
    },
    numbers={
        "ein": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "elf": 11,
        "zwölf": 12,
    },
    ordinals={
        "erste[n|s|r|m]": 1,
        "zweite[n|s|r|m]": 2,
        "dritte[n|s|r|m]": 3,
        "vierte[n|s|r|m]": 4,
        "1.": 1,
        "2.": 2,
        "3.": 3,
        "4.": 4,
        "letzte[n|s|r|m]": 4,
    },
    abbreviations="Mio | Mrd | Bio | Tsd | ca | bzw | z. B | z.B | rd | Nr | u. a | d. h | vgl | inkl | exkl | Dr "
    "| Prof | St | Jan | Feb | Apr | Aug | Sep | Okt | Nov | Dez | ggü | Vj | p | a | etwa | evtl "
    "| einschl | ausschl | u",
    breaks="während | aber | jedoch | und | dagegen | hingegen | wobei | sowie | damit",
    small="im | in | am | an | der | die | das | des | dem | den | ein | eine | einen | einem | einer | und "
    "| oder | von | vom | mit | zu | zum | zur | auf | für | bei | nach | es | sie | er | damit | dabei "
    "| davon | auch | sich | um | wurden | wurde | sind | ist | war | waren | hat | haben | seit | bis "
    "| als | dass | nur | noch | insgesamt",
    pronouns=(
        "diese | dieser | dieses | diesem | jene | jener | jenes | diejenigen | wir | man | ihnen "
        "| letztere | beide | alle | dies"
    ),
)
