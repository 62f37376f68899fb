"""The words of figures and of other numbers in Spanish."""

from __future__ import annotations

from fractions import Fraction

from reconcile.language.vocabulary import Vocabulary

WORDS = Vocabulary(
    name="Spanish",
    before={
        "exact": "exactamente | precisamente | justo",
        "about": (
            "alrededor de | aproximadamente | unos | unas | cerca de | en torno a | en torno al "
            "| en torno a un | aprox. | del orden de | alrededor del | cerca del | en el entorno de "
            "| próximo a | próxima a"
        ),
        "nearly": (
            "casi | casi un | casi el | prácticamente | poco menos de | algo menos de | rozando "
            "| rozando los | roza los | rozó los | rozando el | roza el | rozó el | rozan el | rozaron el"
        ),
        "over": (
            "más de | más del | más de un | algo más de | poco más de | superior a | superior al "
            "| superiores a | por encima de | por encima del | superar los | supera los | superó los "
            "| superan los | superaron los | superando los | supera el | superó el | superando el "
            "| superar el | superan el | mayor que | mayor de"
        ),
        "at_least": ("al menos | al menos a | por lo menos | como mínimo | no menos de | un mínimo de | al menos un"),
        "under": (
            "menos de | menos del | menos de un | inferior a | inferior al | inferiores a "
            "| por debajo de | por debajo del | menor que | menor de"
        ),
        "at_most": (
            "hasta | hasta el | hasta los | hasta las | hasta un | de hasta | hasta en | hasta en un "
            "| como máximo | a lo sumo "
            "| no más de | un máximo de | hasta un máximo de | no superior a"
        ),
    },
    after={
        "about": "aproximadamente | aprox.",
        "at_least": "o más | y más | como mínimo | al menos | en adelante",
        "at_most": "de hasta | o menos | y menos | como máximo",
    },
    articles="un | una | unos | el | los | las | del | al",
    marks="la barrera de los | la barrera del | la cifra de | el umbral de los | el umbral del",
    marked=(
        "nearly",
        "over",
        "under",
    ),
    reaching="hasta | hasta el | hasta los | hasta las | hasta un",
    closing="o más | o menos",
    directions={
        -1: (
            "menos | una caída de | una caída del | caída de | caída del | un descenso de "
            "| un descenso del | descenso de | descenso del | cayó un | cayeron un | cae un | caen un "
            "| bajó un | bajaron un | baja un | bajan un | descendió un | descendieron un "
            "| desciende un | disminuyó un | disminuyeron un | disminuye un | se redujo un "
            "| se redujeron un | una reducción de | una reducción del | reducción de | reducción del "
            "| un retroceso de | un retroceso del | déficit de | un déficit de | una bajada de "
            "| una bajada del | una disminución de | una disminución del | retrocedió un"
        ),
        1: (
            "un aumento de | un aumento del | aumento de | aumento del | un incremento de "
            "| un incremento del | incremento de | incremento del | una subida de | una subida del "
            "| subida de | subida del | un crecimiento de | un crecimiento del | crecimiento de "
            "| crecimiento del | creció un | crecieron un | crece un | crecen un | subió un "
            "| subieron un | sube un | suben un | aumentó un | aumentaron un | aumenta un | aumentan un "
            "| se incrementó un | se incrementaron un | avanzó un | avanza un | superávit de "
            "| un superávit de | un alza de | un alza del | un avance de | un avance del"
        ),
    },
    openings={
        "from": "de | desde | desde los | desde las | desde el | desde un",
        "range": "en un rango de | en el rango de | en una horquilla de",
        "between": "entre | entre un | entre el | entre los",
    },
    joins={
        "to": "a | al | hasta",
        "and": "y | y un | y el | y los",
    },
    scales={
        3: "mil | miles",
        6: "millón | millones | mill. | M",
        9: "millardo | millardos | miles de millones | mil mill. | miles de mill.",
        12: "billón | billones",
    },
    mixed_numbers=True,
    of="de",
    units=(
        ("lb", 1, "lb"),
        ("percent", 1, "por ciento | por 100"),
        ("percent", Fraction(1, 10), "por mil"),
        ("pp", 1, "punto porcentual | puntos porcentuales | p.p. | pp."),
        ("pp", Fraction(1, 10), "décima | décimas"),
        (
            "pp",
            Fraction(1, 100),
            ("punto base | puntos base | punto básico | puntos básicos | pb | p.b. | centésima | centésimas"),
        ),
        ("times", 1, "veces | vez"),
        ("tonne", 1, "tonelada | toneladas | t"),
        ("tonne", Fraction(1, 1000), "kilogramo | kilogramos | kilo | kilos"),
        ("tonne", Fraction(1, 1000000), "gramo | gramos"),
        ("kWh", 1, "kilovatio hora | kilovatios hora | kilovatios-hora"),
        ("kWh", 1000, "megavatio hora | megavatios hora | megavatios-hora"),
        ("kWh", 1000000, "gigavatio hora | gigavatios hora | gigavatios-hora"),
        ("MW", 1, "megavatio | megavatios"),
        ("MW", 1000, "gigavatio | gigavatios"),
        ("hectare", 1, "hectárea | hectáreas"),
        ("m2", 1, "metro cuadrado | metros cuadrados"),
        ("m2", 1000000, "kilómetro cuadrado | kilómetros cuadrados"),
        ("m3", 1, "metro cúbico | metros cúbicos"),
        ("km", 1, "kilómetro | kilómetros"),
        ("barrel", 1, "barril | barriles"),
        ("share", 1, "acción | acciones"),
        ("hour", 1, "hora | horas"),
        ("day", 1, "día | días"),
        ("week", 1, "semana | semanas"),
        ("month", 1, "mes | meses"),
        ("quarter", 1, "trimestre | trimestres"),
        ("year", 1, "año | años"),
        ("litre", 1, "litro | litros"),
        ("litre", 100, "hectolitro | hectolitros"),
        ("metre", 1, "m | metro | metros"),
        ("m3", 1000000, "hm³ | hm3 | hectómetro cúbico | hectómetros cúbicos"),
        ("minute", 1, "minuto | minutos"),
        ("ounce", 1, "onza | onzas"),
        ("centavo", 1, "centavo | centavos"),
        ("céntimo", 1, "céntimo | céntimos"),
        ("EUR", Fraction(1, 100), "céntimo de euro | céntimos de euro"),
        ("USD", Fraction(1, 100), "centavo de dólar | centavos de dólar"),
        ("°C", 1, "grados | grados centígrados"),
        ("tonne", Fraction(1, 10), "quintales"),
        ("GJ", 1, "gigajulio | gigajulios"),
        ("GJ", 1000, "terajulio | terajulios"),
        ("GJ", 1000000, "petajulio | petajulios"),
        ("toe", 1, "tep | toneladas equivalentes de petróleo"),
        ("toe", 1000, "ktep"),
        ("toe", 1000000, "Mtep"),
        ("tonne-km", 1, "tonelada-kilómetro | toneladas-kilómetro | toneladas-km"),
        ("passenger-km", 1, "viajero-kilómetro | viajeros-kilómetro | viajeros-km"),
        ("vehicle-km", 1, "vehículo-kilómetro | vehículos-kilómetro | vehículos-km"),
        ("point", 1, "punto | puntos"),
    ),
    counted=(
        "persona | personas | habitante | habitantes | trabajador | trabajadores | empleado | empleados "
        "| empleo | empleos | ocupado | ocupados | parado | parados | desempleados | afiliados "
        "| puestos de trabajo | puestos | hogar | hogares | empresa | empresas | sociedad | sociedades "
        "| país | países | ciudad | ciudades | municipio | municipios | cliente | clientes | viajero "
        "| viajeros | pasajero | pasajeros | turista | turistas | visitante | visitantes "
        "| pernoctaciones | vehículo | vehículos | coche | coches | vivienda | viviendas | hipotecas "
        "| caso | casos | estudiante | estudiantes | alumno | alumnos | niño | niños | nacimiento "
        "| nacimientos | defunción | defunciones | contrato | contratos | proyecto | proyectos "
        "| producto | productos | unidad | unidades | tiendas | establecimientos | explotaciones "
        "| compraventas"
    ),
    symbols={
        "USD": "U$S | u$s | U$D | U$",
    },
    printed_units=(
        ("tonne", 1000, "kt"),
        ("tonne", 1000000, "Mt"),
    ),
    shared_money={
        "peso": "peso | pesos",
        "franc": "franco | francos",
        "krone": "corona | coronas",
        "dinar": "dinar | dinares",
        "dirham": "dírham | dírhams",
        "rial": "rial | riales",
        "shilling": "chelín | chelines",
        "rupee": "rupia | rupias",
        "bolivar": "bolívar | bolívares",
        "colon": "colón | colones",
    },
    signed_money="peso | pesos | dólar | dólares",
    money_behind=(
        "rand | rands | zloty | zlotys | eslotis | forinto | forintos | real brasileño "
        "| reales brasileños | reales | sol | soles | quetzal | quetzales | lempira | lempiras "
        "| guaraní | guaraníes | rublo | rublos | grivna | grivnas | boliviano | bolivianos"
    ),
    money={
        "ZAR": "rand | rands",
        "PLN": "zloty | zlotys | eslotis",
        "HUF": "forinto | forintos | florines húngaros",
        "BRL": "real brasileño | reales brasileños | reales",
        "PEN": "sol | soles",
        "GTQ": "quetzal | quetzales",
        "HNL": "lempira | lempiras",
        "PYG": "guaraní | guaraníes",
        "RUB": "rublo | rublos",
        "UAH": "grivna | grivnas",
        "BOB": "boliviano | bolivianos",
        "EUR": "euro | euros",
        "USD": "dólar | dólares | dólar estadounidense | dólares estadounidenses",
        "GBP": "libra | libras | libra esterlina | libras esterlinas",
        "CHF": "franco suizo | francos suizos",
        "JPY": "yen | yenes",
        "CNY": "yuan | yuanes | renminbi",
    },
    no_units="veces más | vez más | vez que | día a | punto de | puntos de",
    weighed="libra | libras",
    rated="por cada",
    per_heads="por cada | por",
    per="por | por cada | el | la",
    spaced_groups=True,
    number_words={
        "1/2": "la mitad | una mitad | medio | media",
        "1/3": "uno de cada tres | una de cada tres | tercera parte | un tercio | una tercera parte | la tercera parte",
        "2/3": "dos de cada tres | dos tercios | dos terceras partes | las dos terceras partes",
        "1/4": (
            "uno de cada cuatro | una de cada cuatro | cuarta parte | un cuarto | una cuarta parte | la cuarta parte"
        ),
        "3/4": "tres de cada cuatro | tres cuartos | tres cuartas partes | las tres cuartas partes",
        "1/5": "uno de cada cinco | una de cada cinco | quinta parte | un quinto | una quinta parte | la quinta parte",
        "2/5": "dos quintos | dos quintas partes",
        "3/5": "tres quintos | tres quintas partes",
        "4/5": "cuatro quintos | cuatro quintas partes",
        "1/10 pp": "una décima",
        "2/10 pp": "dos décimas",
        "3/10 pp": "tres décimas",
        "4/10 pp": "cuatro décimas",
        "5/10 pp": "cinco décimas",
        "6/10 pp": "seis décimas",
        "7/10 pp": "siete décimas",
        "8/10 pp": "ocho décimas",
        "9/10 pp": "nueve décimas",
        "1/10": "uno de cada diez | una de cada diez | una décima parte | la décima parte",
        "1000": "mil | un mil",
        "2000": "dos mil",
        "3000": "tres mil",
        "4000": "cuatro mil",
        "5000": "cinco mil",
        "6000": "seis mil",
        "7000": "siete mil",
        "8000": "ocho mil",
        "9000": "nueve mil",
        "1000000": "un millón",
        "2": "duplicó | duplicaron | duplicado | el doble | al doble",
        "3": "triplicó | triplicaron | triplicado | el triple | al triple",
        "4": "el cuádruple",
    },
    no_number_words=(
        "once | doce | trece | catorce | quince | dieciséis | diecisiete | dieciocho | diecinueve | veinte | veintiuno "
        "| veintiún | veintidós | veintitrés | veinticuatro | veinticinco | veintiséis | veintisiete | veintiocho "
        "| veintinueve | treinta | cuarenta | cincuenta | sesenta | setenta | ochenta | noventa | cien | ciento | y "
        "| doscientos | trescientos | cuatrocientos | quinientos | seiscientos | setecientos | ochocientos "
        "| novecientos | diez | un | uno | dos | tres | cuatro | cinco | seis | siete | ocho | nueve | por"
    ),
    before_scales=(
        "medio | media | mil | un mil | dos mil | tres mil | cuatro mil | cinco mil | seis mil | siete mil | ocho mil "
        "| nueve mil"
    ),
    rises=(
        "escalaron | escalando | escala | trepaba | subía | subían | crecía | crecían | aumentaba | aumentaban "
        "| avanzaron | avanzan | avanzaba | acelerando | expandió | expandieron | expansión | suba | subas | alzas "
        "| ascenso | encareció | encarecieron | disparó | dispararon | escaló | trepó | duplicó | duplicaron "
        "| triplicó | triplicaron  "
        "| repuntaron | elevó | elevaron | eleva  "
        "| se elevó | subió | subieron | sube | suben | subir | subido | subida | creció | crecieron "
        "| crece | crecen | crecer | crecido | crecimiento | aumentó | aumentaron | aumenta | aumentan "
        "| aumentar | aumentado | aumento | incrementó | incrementaron | incrementa | incremento "
        "| avanzó | avanza | avance | alza | repuntó | repunta | repunte | superávit | ganó | gana"
    ),
    falls=(
        "retrocedía | retrocedían | bajaba | bajaban | caía | caían | descendía | descendían | disminuía | hundió "
        "| hunde | hundieron | decremento | desplome | merma | baja | deficitaria en | deficitario en | cedió "
        "| cedieron "
        "| cede | ceden | recortaron | rebajó | rebajaron | rebaja | desplomó "
        "| desplomaron | perdieron | restó | resta | recortó | bajó | bajaron | baja | bajan "
        "| bajar | bajado | bajada  "
        "| cayó | cayeron | cae | caen | caer | caído | caída | descendió | descendieron | desciende "
        "| descienden | descenso | disminuyó | disminuyeron | disminuye | disminución | redujo "
        "| redujeron | reduce | reducción | retrocedió | retrocede | retroceso | déficit | perdió "
        "| pierde | pérdida | contrajo | contracción | recorte"
    ),
    withs="con",
    sized=(
        "desplome | expansión | suba | decremento | merma | crecimiento | aumento | incremento | subida | alza "
        "| avance "
        "| repunte | caída | descenso "
        "| reducción | bajada | disminución | retroceso | contracción | variación"
    ),
    caused="elevó | elevaron | eleva | redujo | redujeron | reduce | recortó | recortaron | rebajó | rebajaron",
    levels="hasta | a | al | alcanzó | alcanzar | sitúa | situó | desde | de los",
    rises_behind="más | superior | superiores | mayor",
    falls_behind="menos | inferior | inferiores | menor",
    by="un | en | en un | de | del",
    passes="pasa | pasan | pasado | pasando | pasar | pasaron | paso | pasó",
    clauses="y",
    indices="índice",
    rates="tasa",
    months="ene. | feb. | mar. | abr. | may. | jun. | jul. | ago. | sept. | oct. | nov. | dic. | setiembre",
    dated="trimestre | mes | semana | siglo | día | el día",
    years="año | años | en | desde | finales de | principios de | ejercicio",
    spans="mes | meses | trimestre | trimestres | año | años | semana | semanas | días",
    spans_before="primeros | últimos | próximos | últimas | próximas | primeras | último | primer | anteriores",
    periods_before="primera | segunda | primer | segundo | primero",
    periods_behind="semestre | año | hora | horas | ambiente | plazo",
    terms="semestre | trimestre",
    days="y el | y | al | a",
    of_dates="de | del",
    ages="años cumplidos | años y más | años o más | años y menos | años de edad",
    aged=(
        "jóvenes de | joven de | mujer de | hombre de | personas de | población de | niños de | niño de "
        "| niña de | adultos de | mayores de | menores de | varón de | varones de | hijo de | hija de | hombres de "
        "| mujeres de | chico de | chica de"
    ),
    streets="calle | avenida",
    addresses="calle | avenida | avda. | plaza | paseo | c/ | carretera",
    ordinal_suffixes=".º | .ª | .er | .o | .a | º | ª | er | o | a | ro | ra",
    ordinals="número | puesto | n.º | nº | núm.",
    running="consecutivo | consecutivos | consecutiva | consecutivas",
    sections=(
        "tablas | páginas | artículos | anexos | notas | capítulos | párrafo | párrafos | fase | etapa "
        "| lote | apartados | tabla | cuadro | gráfico | figura | capítulo | sección | página | pág. "
        "| artículo | art. "
        "| anexo | apartado | línea | parte | nota"
    ),
    documents=(
        "NIIF | NIC | IFRS | enmienda | resolución | reales decretos | directiva | reglamento | ley "
        "| real decreto | decreto | orden | ISSN | ISBN | ISIN | NIF | CIF | NIPO"
    ),
    telephones="prensa: | teléfonos | llamar al | centralita | tel. | tel | teléfono | tfno. | fax | móvil",
    names=(
        "acumulada a | Salida | salida | lote | dorsal | minuto | sala | Sala | magnitud | kilómetro | kilómetros | km "
        "| bono a | bonos a | letras a | deuda a | obligaciones a | interés a | planta | puerta | zona "
        "| línea | autobús | andén | S&P | Stoxx | Ibex | IBEX | DAX | CAC | Nasdaq | Nikkei | FTSE "
        "| Russell | Boeing | Airbus "
        "| Agenda | top | Fórmula | Windows"
    ),
    grades="% partido | % quebrado",
    counting="contrató | creó | despidió | vendió | entregó | emplea | total de",
    ands="y | o | e | u | así como",
    ors="o",
    froms="de | del | desde",
    to="a | al | hasta | hasta los",
    respectively="respectivamente",
    earlier="frente a | desde | antes | tras",
)
