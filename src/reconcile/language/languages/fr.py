"""The words of figures and of other numbers in French."""

from __future__ import annotations

from fractions import Fraction

from reconcile.language.vocabulary import Vocabulary

WORDS = Vocabulary(
    name="French",
    before={
        "exact": "exactement | précisément",
        "about": (
            "environ | d'environ | à peu près | quelque | autour de | aux alentours de | de l'ordre de "
            "| proche de | proches de | approximativement | aux environs de | env."
        ),
        "nearly": (
            "près de | presque | quasi | quasiment | pratiquement | un peu moins de | à peine moins de | juste sous"
        ),
        "over": (
            "plus de | un peu plus de | supérieur à | supérieure à | supérieurs à | supérieures à "
            "| au-delà de | au-dessus de | au dessus de | dépassant | dépasse | dépassent | dépassé "
            "| dépasser | excédant | bien plus de"
        ),
        "at_least": "au moins | au minimum | pas moins de | minimum | d'au moins",
        "under": (
            "moins de | inférieur à | inférieure à | inférieurs à | inférieures à | en dessous de "
            "| au-dessous de | sous | sous les | sous la barre des | bien moins de"
        ),
        "at_most": (
            "jusqu'aux | au plus | au maximum | jusqu'à | tout au plus | pas plus de | n'excédant pas "
            "| ne dépassant pas | ne dépasse pas | maximum"
        ),
    },
    after={
        "about": "environ",
        "at_least": "ou plus | et plus | au moins | au minimum | ou davantage",
        "at_most": "ou moins | et moins | au plus | au maximum",
    },
    articles="les | des | le | la | un | une",
    marks="la barre des | le cap des | le seuil des | le seuil de | la barre de",
    marked=(
        "over",
        "under",
    ),
    endings={
        " de": "d' | des | du",
    },
    reaching="jusqu'à | jusqu'aux",
    closing="ou | au minimum | au maximum",
    directions={
        -1: (
            "en baisse de | en recul de | en repli de | en diminution de | baisse de | une baisse de "
            "| recul de | un recul de | repli de | un repli de | diminution de | une diminution de "
            "| baissé de | reculé de | diminué de | baisse | moins | chute de | une chute de "
            "| en chute de | recule de | diminue de | se replie de | chuté de | déficit de "
            "| un déficit de | perte de | une perte de | reculent de | baissent de | diminuent de"
        ),
        1: (
            "en hausse de | en progression de | en augmentation de | en croissance de | hausse de "
            "| une hausse de | progression de | une progression de | augmentation de "
            "| une augmentation de | croissance de | une croissance de | augmenté de | progressé de "
            "| augmente de | progresse de | augmentent de | progressent de | croît de | bond de "
            "| un bond de | excédent de | un excédent de | plus"
        ),
    },
    openings={
        "from": "de",
        "range": "dans une fourchette de",
        "between": "entre | compris entre | comprise entre | comprises entre",
    },
    joins={
        "to": "à",
        "and": "et",
    },
    scales={
        3: "mille | millier | milliers",
        6: "million | millions | Mio | M",
        9: "milliard | milliards | Mds | Md | Mrd | Mrds",
        12: "billion | billions",
    },
    of="de | d'",
    units=(
        ("lb", 1, "lb"),
        ("percent", 1, "pour cent | p. cent"),
        ("pp", 1, "point de pourcentage | points de pourcentage | pt | pts | point de % | points de %"),
        ("pp", Fraction(1, 100), "point de base | points de base | pb"),
        ("times", 1, "fois"),
        ("tonne", 1, "tonnes | t"),
        ("tonne", Fraction(1, 1000), "kilogramme | kilogrammes | kilo | kilos"),
        ("tonne", Fraction(1, 1000000), "gramme | grammes"),
        ("kWh", 1, "kilowattheure | kilowattheures"),
        ("kWh", 1000, "mégawattheure | mégawattheures"),
        ("kWh", 1000000, "gigawattheure | gigawattheures"),
        ("kWh", 1000000000, "térawattheure | térawattheures"),
        ("MW", 1, "mégawatt | mégawatts"),
        ("MW", 1000, "gigawatt | gigawatts"),
        ("hectare", 1, "hectares"),
        ("m2", 1, "mètre carré | mètres carrés"),
        ("m2", 1000000, "kilomètre carré | kilomètres carrés"),
        ("m3", 1, "mètre cube | mètres cubes"),
        ("km", 1, "kilomètre | kilomètres"),
        ("barrel", 1, "baril | barils"),
        ("share", 1, "action | actions"),
        ("hour", 1, "heure | heures"),
        ("day", 1, "jour | jours"),
        ("week", 1, "semaine | semaines"),
        ("month", 1, "mois"),
        ("quarter", 1, "trimestre | trimestres"),
        ("year", 1, "an | ans | année | années"),
        ("litre", 1, "litres"),
        ("litre", 100, "hectolitre | hectolitres"),
        ("metre", 1, "m | mètre | mètres"),
        ("minute", 1, "minutes"),
        ("ounce", 1, "once | onces"),
        ("cent", 1, "cent | cents"),
        ("centime", 1, "centime | centimes"),
        ("EUR", Fraction(1, 100), "centime d'euro | centimes d'euro | cent d'euro | cents d'euro | eurocents"),
        ("USD", Fraction(1, 100), "cents de dollar | cent de dollar | cents US | cents américains"),
        ("°C", 1, "degrés | degrés Celsius"),
        ("tonne", Fraction(1, 10), "quintaux"),
        ("GJ", 1, "gigajoule | gigajoules"),
        ("GJ", 1000, "térajoule | térajoules"),
        ("GJ", 1000000, "pétajoule | pétajoules"),
        ("toe", 1, "tep | tonnes équivalent pétrole | tonnes d'équivalent pétrole"),
        ("toe", 1000, "ktep"),
        ("toe", 1000000, "Mtep"),
        ("tonne-km", 1, "tonne-kilomètre | tonnes-kilomètres | tonnes-km | t-km | t.km"),
        ("passenger-km", 1, "voyageur-kilomètre | voyageurs-kilomètres | voyageurs-km | v.km"),
        ("vehicle-km", 1, "véhicule-kilomètre | véhicules-kilomètres | véhicules-km"),
        ("pp", Fraction(1, 10), "dixième de point | dixièmes de point"),
        ("point", 1, "point | points | point d'indice | points d'indice"),
    ),
    counted=(
        "dossier | dossiers | ouvriers | apprentis | agents | bénéficiaires | immatriculations "
        "| créations d'entreprises | adhérents | abonnés | lits | trains | avions | navires | bâtiments "
        "| écoles | hôpitaux | usines | accidents | électeurs | répondants | adultes | femmes | hommes "
        "| jeunes | retraités | allocataires | agriculteurs | personne | personnes | habitant "
        "| habitants | salarié | salariés | employé | employés | emploi | emplois | chômeur | chômeurs "
        "| demandeurs d'emploi | collaborateurs | ménage | ménages | entreprise | entreprises | société "
        "| sociétés | pays | ville | villes | commune | communes | client | clients | voyageur "
        "| voyageurs | passager | passagers | visiteur | visiteurs | touriste | touristes | nuitée "
        "| nuitées | véhicule | véhicules | voiture | voitures | logement | logements | permis | cas "
        "| défaillances | étudiant | étudiants | élève | élèves | enfant | enfants | naissance "
        "| naissances | décès | contrat | contrats | projet | projets | produit | produits | unité "
        "| unités | magasin | magasins | site | sites | exploitations | créations | postes | foyer "
        "| foyers"
    ),
    printed_units=(
        ("EUR", 1000, "KE"),
        ("EUR", 1000000, "ME"),
        ("EUR", 1000000000, "MdE | MdsE | MrdE | MrdsE"),
        ("tonne", 1000, "kt"),
        ("tonne", 1000000, "Mt"),
    ),
    shared_money={
        "CFA": "FCFA | F CFA | CFA | franc CFA | francs CFA",
        "peso": "peso | pesos",
        "franc": "franc | francs",
        "krone": "couronne | couronnes",
        "dinar": "dinar | dinars",
        "dirham": "dirham | dirhams",
        "rial": "rial | rials | riyal | riyals",
        "shilling": "shilling | shillings",
        "rupee": "roupie | roupies",
    },
    money_behind=(
        "rand | rands | ringgit | ringgits | zloty | zlotys | forint | forints | réal | réaux "
        "| reais | sol | soles | shekel | shekels | rouble | roubles | hryvnia | hryvnias"
    ),
    money={
        "ZAR": "rand | rands",
        "MYR": "ringgit | ringgits",
        "IDR": "roupie indonésienne | roupies indonésiennes",
        "PLN": "zloty | zlotys",
        "HUF": "forint | forints",
        "BRL": "réal | réaux | reais",
        "PEN": "sol | soles",
        "ILS": "shekel | shekels",
        "RUB": "rouble | roubles",
        "UAH": "hryvnia | hryvnias",
        "EUR": "euro | euros",
        "USD": "dollar | dollars | dollar américain | dollars américains | dollars US",
        "GBP": "livre | livres | livre sterling | livres sterling",
        "CHF": "franc suisse | francs suisses",
        "JPY": "yen | yens",
        "CNY": "yuan | yuans | renminbi",
    },
    weighed="livre | livres",
    rated="par",
    unrated=(
        "le | la | les | l' | un | une | du | des | ce | cet | cette | ces | son | sa | ses | leur | leurs | notre "
        "| nos | mon | ma | mes | votre | vos | celui | celle | ceux | celles | rapport | exemple | ailleurs "
        "| voie | virement "
        "| virements | chèque | carte | emprunt | emprunts | décret | arrêté | loi | suite | avance "
        "| anticipation | prudence | erreur | crainte | tirage | définition | nature | conséquent | contre "
        "| endroits | moments "
        "| comparaison | effet | le biais | souci | précaution | étapes | ordre | courrier | internet | téléphone "
        "| cession | acquisition | autofinancement | financement | subvention | prélèvement | compensation"
    ),
    per_heads="pour",
    per="par | pour | le | la | l' | de l'",
    spaced_groups=True,
    number_words={
        "1/2": "la moitié | une moitié | un demi | un demi- | une demi-",
        "1/3": "un tiers | le tiers",
        "2/3": "deux tiers | les deux tiers",
        "1/4": "un quart | le quart",
        "3/4": "trois quarts | les trois quarts",
        "1/5": "un cinquième",
        "2/5": "deux cinquièmes",
        "3/5": "trois cinquièmes",
        "4/5": "quatre cinquièmes",
        "1/10": "un dixième",
        "1000000": "un million",
        "1000000000": "un milliard",
        "2": "doublé | double le | doublent | le double | deux fois plus | au double",
        "3": "triplé | le triple | trois fois plus",
        "4": "le quadruple | quatre fois plus",
    },
    before_scales="un demi- | un demi | une demi-",
    rises=(
        "augmenterait | augmenteraient | augmentera | augmenteront | augmentait | augmentaient | progresserait "
        "| progresseraient | progressera | progresseront | progressait | progressaient | croîtrait | croîtra "
        "| reprend | reprenait | regagne | regagnait | grimpait | gagnait | gagnaient | relevées | relevés | relevée "
        "| relèvent | grimpe | grimpé | monté | montée | remontée | relevé | relève | en hausse "
        "| creuse | creusé | gagné | augmente | augmentent | augmenté  "
        "| augmentation | progresse | progressent | progressé | progression | hausse | croît "
        "| croissent | croissance | accroît | accru | gagne | gagnent | bondit | bondi | bond "
        "| s'élève de | excédent | accélère | remonte | remonté | rebond | rebondit | rebondissent"
    ),
    falls=(
        "fléchi | fléchissent | fléchissait | baisserait | baisseraient | baissera | baisseront | baissait "
        "| baissaient | reculerait | reculeraient "
        "| reculera | reculeront | reculait | reculaient | diminuerait | diminueraient | diminuera | diminueront "
        "| diminuait | diminuaient | cédait | cédaient | perdait | perdaient | abaisse | abaissent | dégringole "
        "| dégringolé | descendu | cédé | cède | cèdent "
        "| abaissé | réduit | se réduit | en baisse | baisse | baissent | baissé  "
        "| recule | reculent | reculé | recul | repli | replie | replient | se replier | replié "
        "| diminue | diminuent | diminué | diminution | chute | chutent | chuté | perd | perdent "
        "| perdu | perte | déficit | contraction | contracte | fléchit | retrait | ralentissement "
        "| se contracte"
    ),
    withs="avec",
    sized=(
        "croissance | hausse | progression | augmentation | baisse | recul | repli | diminution "
        "| chute | bond | gain | perte | variation"
    ),
    caused="relevé | relève | relèvent | abaissé | abaisse | abaissent | porté",
    levels="à | contre | s'établit | atteint | atteignant | après | passant",
    rises_behind="de plus | de hausse | supplémentaires | plus élevé | plus élevée | en plus",
    falls_behind="de moins | de baisse | plus bas | en moins",
    by="de | en | un",
    passes="passer | passe | passé | passée | passés | passées | passant | passent",
    clauses="et",
    indices="indice | barom | climat",
    rates="taux",
    months="janv. | févr. | avr. | juil. | sept. | oct. | nov. | déc.",
    dated="trimestre | mois | semaine | siècle",
    years="année | années | an | en | depuis | fin | début | exercice",
    spans_after="plus tôt | auparavant | consécutifs | consécutives | glissants | cumulés",
    spans="mois | trimestre | trimestres | an | ans | année | années | semaine | semaines | jours",
    spans_before=(
        "sur | premiers | derniers | dernières | premières | prochains | prochaines | dernier | premier | précédents"
    ),
    periods_before="première | premier | seconde | second | deuxième",
    periods_behind="semestre",
    terms="semestre | trimestre",
    days="et | à | au",
    of_dates="de",
    ages="ans révolus | ans et plus | ans ou plus | ans et moins",
    aged=(
        "avait moins de | avaient moins de | les moins de | des moins de | les plus de | des plus de "
        "| femme de | homme de | garçon de | fille de | fillette de | garçonnet de | enfant de | jeunes de "
        "| personnes de | enfants de | adultes de | femmes de | hommes de | âgés de | âgées de | âgé de | âgée de "
        "| âgés de plus de | âgées de plus de | âgés de moins de | âgées de moins de "
        "| enfants de moins de | enfants de plus de | jeunes de moins de | jeunes de plus de "
        "| personnes de moins de | personnes de plus de | femmes de moins de | femmes de plus de "
        "| hommes de moins de | hommes de plus de | adultes de moins de | adultes de plus de "
        "| salariés de moins de | salariés de plus de | habitants de moins de | habitants de plus de "
        "| ceux de moins de | ceux de plus de | ont plus de | avaient plus de | avait plus de"
    ),
    hours="h | heures",
    streets="rue | avenue | av. | boulevard | bd | place | quai | chemin | allée | impasse | cours | square",
    ordinal_suffixes="e | er | re | ère | ème | es | nd | nde | ième",
    ordinals="rang | place | n° | nº | numéro",
    running="consécutif | consécutive",
    sections=(
        "pages | tableaux | articles | annexes | notes | chapitres | phase | étape | alinéa | al. "
        "| tableau | figure | chapitre | section | page | p. | article | annexe "
        "| graphique | paragraphe | ligne | partie | encadré | note"
    ),
    documents=(
        "article l. | articles l. | art. l. | article r. | articles r. | art. r. | article d. | articles d. | art. d. "
        "| IFRS | IAS | norme ISO | amendement | directive | règlement | décret | loi | arrêté | ISSN "
        "| ISBN | ISIN | RCS | Siren | Siret | n°"
    ),
    telephones="tél. | tél | téléphone | tel. | tel | fax | mobile",
    names=(
        "sortie | salle | RN | magnitude | OAT à | taux à | obligations à | emprunt à | Bund à "
        "| rendement à | emprunts à | numéro | dossard | quai | porte | kilomètre | PK | bâtiment | zone "
        "| ligne | S&P | Stoxx | CAC | SBF | Nasdaq | Nikkei | FTSE | Russell | Boeing | Airbus | Agenda "
        "| Windows | top | Formule"
    ),
    grades="% brisures | % de brisures",
    counting="recruté | embauché | créé | supprimé | vendu | livré | emploie | compte",
    ands="et | ou | puis | ainsi que",
    ors="soit",
    froms="de | du | d' | des",
    to="à",
    respectively="respectivement",
    earlier="contre | après | puis | un an plus tôt : | au trimestre précédent :",
)
