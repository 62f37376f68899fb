"""French words that tell what a figure says."""

from __future__ import annotations

from reconcile.language.context.words import ContextWords

FR = ContextWords(
    periods={
        "year": "[[l']année ][[l']an ]{year} | fin[ de] {year} | [à ]fin {year}",
        "fiscal year": "exercice[ (fiscal|clos en)] {year}[/{yy}] | exercice {year}-{year2} | {year}/{yy} "
        "| {year}-{yy} | campagne {year}(/|-){yy} | campagne {year}(/|-){year2} | exercice",
        "half": "{half} semestre[ de][ l'année][ {year}] | {half} moitié[ de][ l'année][ {year}] "
        "| S{h}[ ]{year} | {half} six mois[ de][ {year}]",
        "quarter": "{quarter} trimestre[ de][ l'année][ {year}] | T{q}[ ]{year} | T{q}",
        "month": "[mois de ]{month} {year} | fin {month}[ {year}] | {Month}",
        "day": "{day}[er] {month} {year} | {day}[er] {month} | {day}/{mm}/{year} | {year}-{mm}-{day}",
        "first months": "{count} premiers mois[ de][ l'année][ {year}] | {count} premiers mois[ de] {year} "
        "| premiers {count} mois[ de] {year} | {count} premiers mois",
        "months": "[de |d'|entre ]{month}[ {year}] (à|et) {month2} {year2} | [de |d']{month} à {month2} "
        "| {month}-{month2} {year2}",
        "months to": "{count} [derniers ]mois (à|jusqu'à|clos|achevés|terminés)[ (fin|en|le {day})] {month} {year}",
        "years": "[période ]{year}-{year2} | {year}–{year2}",
        "between years": "[de ]{year} à {year2} | entre {year} et {year2}",
        "to day": "depuis le début de (l')année | depuis janvier | depuis le (1er|1ᵉʳ) janvier",
        "this year": "cette année | [l']année en cours",
        "last year": "[l'](an|année) dernier[e] | [l']an passé | [l']année passée | [l']année dernière",
        "next year": "[l']an prochain | [l']année prochaine",
        "whole year": "[l']ensemble de (l')année | toute (l')année",
        "this month": "ce mois[-ci]",
        "last month": "[le ]mois dernier",
        "this quarter": "ce trimestre",
        "last quarter": "[le ]trimestre dernier",
        "year before": "[l']année précédente | [l']an précédent | un an (plus tôt|auparavant|avant) "
        "| [la ]même période[ de][ (l')(an dernier|année dernière|année précédente|an passé)] "
        "| [le ]même (mois|trimestre|semestre)[ de][ (l')(an dernier|année dernière|année précédente|an passé)] "
        "| (12|douze) mois (plus tôt|auparavant|avant) | il y a un an | N-1",
        "same": "[la ]même période[ de] {year} | [le ]même (mois|trimestre|semestre)[ de] {year}",
        "month before": "[le ]mois précédent | un mois (plus tôt|auparavant|avant)",
        "quarter before": "[le ]trimestre précédent | un trimestre (plus tôt|auparavant|avant)",
        "week before": "[la ]semaine précédente | une semaine (plus tôt|auparavant)",
        "half before": "[le ]semestre précédent",
        "before": "[la ]période précédente",
        "on year": "sur un an | en glissement annuel | en variation annuelle | d'une année sur l'autre "
        "| sur douze mois | sur 12 mois",
        "on month": "sur un mois | en glissement mensuel | en variation mensuelle | sur le mois",
        "on quarter": "sur un trimestre | en glissement trimestriel | en variation trimestrielle | sur le trimestre",
        "on week": "sur une semaine",
    },
    roles={
        "rise": "(augmente|augmentent|augmenté|augmentée|augmentés|augmentées|augmenter|augmentait|augmentant|"
        "augmenta|augmentaient|augmenterait|augmenteraient|augmentera|augmenteront)[ (de|d')] "
        "| (progresserait|progresseraient|progressera|progresseront|progressaient|croîtrait|croîtra)[ (de|d')] "
        "| (s'est|se sont) relevé[e|s|es][ (de|d')] | (reprend|reprenait|reprennent|regagne|regagnait) "
        "| (s'est|se sont) envolé[e|s|es][ (de|d')] | (s'envole|s'envolent)[ (de|d')] "
        "| (s'est|se sont) tendu[e|s|es][ (de|d')] "
        "| augmentation[ (de|d')] | en hausse[ (de|d')] | hausse[s][ (de|d')] "
        "| (progresse|progressent|progressé|progresser|progressait|progressant)[ (de|d')] "
        "| [en ]progression[ (de|d')] | (croît|croissent|crû|croître)[ (de|d')] "
        "| (s'accroît|accru|accrue|accrus|accroissement|s'accroissent)[ (de|d')] | croissance[ (de|d')] "
        "| (bondi|bondit|bondissent|bondir) (de|d') | bond[ (de|d')] | gagne[nt|r] | gagné | gagnait | gagnaient "
        "| (grimpe|grimpent|grimpé)[ (de|d')] | (rebondi|rebondit|rebondissent|rebond)[ (de|d')] "
        "| (s'élargit|creusé|se creuse|s'est creusé)[ (de|d')] | en plus | (relevé|relevée|relevés)[ (de|d')] "
        "| (renchéri|renchérit|renchérissent) (de|d') | supérieur[e|s|es] (de|d') | accélération[ (de|d')] "
        "| gain[ (de|d')]",
        "fall": "(fléchi|fléchit|fléchissent|fléchissait)[ (de|d')] "
        "| (baisserait|baisseraient|baissera|baisseront|baissaient)[ (de|d')] "
        "| (reculerait|reculeraient|reculera|reculeront|reculaient)[ (de|d')] "
        "| (diminuerait|diminueraient|diminuera|diminueront|diminuaient)[ (de|d')] "
        "| (baisse|baissent|baissé|baisser|baissait|baissant)[ (de|d')] | en baisse[ (de|d')] "
        "| [une |la ]baisse[s][ (de|d')] | (recule|reculent|reculé|reculer|reculait|reculant)[ (de|d')] "
        "| [en ]recul[ (de|d')] "
        "| (diminue|diminuent|diminué|diminuée|diminués|diminuer|diminuant|diminuait)[ (de|d')] "
        "| diminution[ (de|d')] "
        "| (se replie|se replient|replié|repliée|repliés|repliées|se replier|repli)[ (de|d')] "
        "| (chute|chutent|chuté)[ (de|d')] | en chute[ (de|d')] "
        "| (se contracte|se contractent|contracté|contractée|contraction)[ (de|d')] "
        "| (réduit|réduite|réduits|se réduit|se réduisent|réduction)[ (de|d')] | (perd|perdent|perdu|perdre) "
        ""
        "| (cède|cèdent|cédé|cédait|cédaient|perdait|perdaient) "
        "| inférieur[e|s|es] (de|d') | (ralenti|ralentit)[ (de|d')] "
        "| (plonge|plongé|plongent)[ (de|d')] | dégradation[ (de|d')] | se rétracte[nt][ (de|d')]",
        "earned": "gagne[nt|r] | gagné | gagnait | gagnaient",
        "adjacent": "plus élevé[e|s|es] | plus bas",
        "rise behind": "de plus | en plus | de hausse | de croissance | d'augmentation | supérieur[e|s|es] "
        "| plus élevé[e|s|es] | de progression | de mieux | au-dessus",
        "fall behind": "de moins | en moins | de baisse | de recul | inférieur[e|s|es] | plus bas | au-dessous "
        "| en dessous | de repli",
        "to": "à | pour atteindre | pour s'établir à | jusqu'à | à hauteur de | au niveau de | pour totaliser",
        "level": "(s'élève|s'élèvent|s'élevait|s'élevaient|élevé|élevée|élevés|élevées|s'élevant) à "
        "| (s'établit|s'établissent|s'établissait|établi|établie|établis|établies|s'établissant) à "
        "| (atteint|atteignent|atteignait|atteindre|atteignant|ont atteint|a atteint) | est de | est | sont "
        "| était | étaient | (se monte|se montent|montait|montent) à | totalise[nt] | totalisé | a compté "
        "| compte[nt] | ont été | a été | (ressort|ressortent|ressorti|ressortis) à "
        "| (se chiffre|chiffrent|chiffré) à "
        "| (exporté|importé|vendu|produit|enregistré|enregistre|enregistrent|généré|employait|emploie) "
        "| réalisé | réalise | d'un montant de | d'une valeur de "
        "| (se situe|situent|situait|situe|situé|située) à | (se stabilise|stable) à | (maintenu|maintient) à "
        "| avec | au total | dépasse[nt] | dépassé | franchi | reste[nt] à | (s'est) fixé[e] à",
        "growth": "(rapporte|rapporté) | taux de croissance[ (de|d')] "
        "| croissance[ (annuelle|économique|organique)][ (de|d')] | rythme de croissance[ (de|d')]",
        "rate": "chômage | taux[ (de|d')] | taux de chômage[ (de|d')] | [taux d']inflation[ (de|d')] "
        "| marge[ (de|d')] | taux d'intérêt | taux d'épargne | taux d'emploi | rendement[ (de|d')] "
        "| marge opérationnelle[ (de|d')] | taux directeur",
        "share": "(financé|financée|financés|financées|détenu|détenue|approuvé|approuvée|adopté|adoptée) à "
        "| (représenterait|représente|représentent|représentait|représentaient|représentant|représenté|"
        "représentera) "
        "| [la |une ]part[ de marché][ (de|d')] | (compte|comptent|comptant|comptait) pour | constitue[nt] "
        "| concentre[nt]",
        "share behind": "les (mieux|moins|plus) | l'estiment | estiment | jugent | déclarent | pensent "
        "| disent | du | de la | des | de l' | du total",
        "contribution": "(contribue|contribuent|contribué|contribuait|contribuant) "
        "| effet[ (volume|prix|de change|de périmètre)] | contribution[ (de|d')] "
        "| (apporte|apportent|apporté|ajoute|ajouté|ajoutent|retire|retiré|retranche|retranché|soustrait)",
        "ratio": "multiplié[e|s|es] par | le double | est égal à",
        "ratio behind": "fois | fois plus",
        "mean": "en moyenne | moyenne[ (de|d')] | moyen[ne]",
        "surplus": "excédent[ (de|d')] | excédent commercial[ (de|d')] | excédentaire[s] (de|d') "
        "| solde excédentaire[ (de|d')] | excédents",
        "deficit": "déficit[ (de|d')] | déficit commercial[ (de|d')] | déficit public[ (de|d')] "
        "| déficitaire[s] (de|d') | perte[s][ nette][ (de|d')] | déficits",
        "same": "soit | c'est-à-dire | ou | ce qui correspond à | ce qui représente",
        "compare": "par rapport (à|au|aux) | contre | après | qu'en | que[ (le|la|les|l'|celui|celle)] "
        "| comparé[e|s|es] (à|au|aux) | face (à|au) | en comparaison (de|avec) | au lieu de "
        "| vis-à-vis (de|du) | relativement (à|au)",
        "since": "depuis",
        "out of": "(passe|passent|passé|passée|passés|passant|passer) de",
        "on": "sur | à | de",
        "as of": "au | à la date du | à fin | jusqu'au",
        "respectively": "respectivement",
        "beyond": "supérieur[e|s|es] (à|au) | inférieur[e|s|es] (à|au) | au-dessus de | au-dessous de | en dessous de",
        "change": "variation[ (de|d')]",
        "of": "de | d' | du",
        "revise": "révisé[e|s|es][ (à la hausse|à la baisse)][ (de|à)] "
        "| révision[ (de|à la hausse|à la baisse)] | (relevé|abaissé)[e|s|es] (de|à)",
    },
    per={
        "year": "par an | l'an | annuellement | en rythme annuel[ (de|d')] | en rythme annualisé "
        "| annualisé[e] | chaque année | taux de croissance annuel moyen | en moyenne annuelle | par année",
        "quarter": "par trimestre | chaque trimestre",
        "month": "par mois | chaque mois | mensuel[le] | mensuellement",
        "week": "par semaine | chaque semaine",
        "day": "par jour | chaque jour | quotidien[ne] | quotidiennement",
    },
    statuses={
        "target": "objectif[s] | visons | vise[nt|r] | visé[e] | cible[s] | prévoit d'atteindre "
        "| ambitionne[nt] | visant",
        "forecast": "prévision[s] "
        "| (représenterait|représenteraient|serait|seraient|atteindrait|atteindraient|établirait|établiraient|"
        "progresserait|progresseraient|reculerait|reculeraient|baisserait|augmenterait|croîtrait|culminerait) "
        "| prévoit | prévoient | prévu[e|s|es] | prévoyait | devrait | devraient | attendu[e|s|es] "
        "| anticipe[nt] | table[nt] sur | s'attend | pourrait | projection[s] | perspectives | anticipé[e] "
        "| table",
        "estimate": "estimé[e|s|es] | estimation[s] | estime[nt] | estimait | première estimation",
        "provisional": "provisoire[s] | provisoirement | préliminaire[s]",
        "final": "définitif[s] | définitive[s]",
        "revised": "révisé[e|s|es] | révision",
    },
    numbers={
        "un": 1,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
        "six": 6,
        "sept": 7,
        "huit": 8,
        "neuf": 9,
        "dix": 10,
        "onze": 11,
        "douze": 12,
    },
    ordinals={
        "premier": 1,
        "première": 1,
        "premiers": 1,
        "deuxième": 2,
        "second": 2,
        "seconde": 2,
        "troisième": 3,
        "quatrième": 4,
        "dernier": 4,
        "1er": 1,
        "1ᵉʳ": 1,
        "2e": 2,
        "2ᵉ": 2,
        "3e": 3,
        "3ᵉ": 3,
        "4e": 4,
        "4ᵉ": 4,
        "2ème": 2,
        "3ème": 3,
        "4ème": 4,
        "2nd": 2,
    },
    abbreviations="env | M | Mme | MM | Dr | art | p | ex | cf | etc | Mds | Md | St | n° | janv | févr | avr | juil "
    "| sept | oct | nov | déc | approx",
    breaks="tandis que | alors que | mais | et | cependant | toutefois | dont | avec",
    small="en | dans | le | la | les | l' | un | une | des | du | de | d' | au | aux | à | et | ou | par "
    "| pour | sur | avec | ce | cette | ces | son | sa | ses | leur | il | elle | ils | elles | qui | que "
    "| se | s' | a | ont | est | sont | dont | soit | plus | y",
    pronouns=(
        "celui-ci | celle-ci | ceux-ci | celles-ci | celui | celle | ceux | celles | cela | ceci | ça "
        "| nous | on | tous | toutes | chiffre | chiffres"
    ),
)
