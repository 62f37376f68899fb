"""Spanish words that tell what a figure says."""

from __future__ import annotations

from reconcile.language.context.words import ContextWords

ES = ContextWords(
    periods={
        "year": "[[el ]año ][ejercicio ]{year} | [(finales|fines|cierre|final) (de|del)[ año] ]{year} "
        "| conjunto de {year}",
        "fiscal year": "(ejercicio|año)[ fiscal] {year}(/|-){yy} | (ejercicio|año) fiscal {year} "
        "| (ejercicio|campaña|temporada|curso) {year}(/|-){year2} | campaña {year}(/|-){yy} | {year}/{yy} "
        "| {year}-{yy}",
        "half": "{half} semestre[ del año][ (de|del)] {year} | {half} semestre[ del año] "
        "| {half} mitad[ del año][ (de|del)] {year} | {half} mitad[ del año] | S{h}[ ]{year} | {h}S[ ]{year} "
        "| {half} seis meses[ (de|del)] {year}",
        "quarter": "{quarter} trimestre[ del año][ (de|del)] {year} | {quarter} trimestre[ del año] "
        "| T{q}[ ]{year} | {q}T[ ]{year} | {q}T{yy} | T{q} | {q}T",
        "month": "[[en el ]mes de ]{month}[ (de|del)] {year} | {month} {year} | [[en el ]mes de ]{Month} "
        "| (finales|fines|cierre) de {month}[ (de|del)] {year}",
        "day": "{day} de {month}[ (de|del)] {year} | {day} de {month} | {day}/{mm}/{year} "
        "| {year}-{mm}-{day} | 1º de {month}[ (de|del)] {year}",
        "first months": "{count} primeros meses[ (de|del)[ año]][ {year}] "
        "| primeros {count} meses[ (de|del)[ año]][ {year}] | {count} primeros meses de este año",
        "months": "[de |entre ]{month}[ de {year}] (a|y|hasta) {month2}[ (de|del)] {year2} "
        "| [de |entre ]{month} (a|y|hasta) {month2} | {month}-{month2}[ (de|del)] {year2} | {month}-{month2} "
        "| {month}–{month2} de {year2}",
        "months to": "{count} meses (hasta|a|terminados en|finalizados en|cerrados en)[ (finales de|"
        "el {day} de)] {month}[ (de|del)] {year}",
        "years": "[periodo |período ]{year}-{year2} | {year}–{year2}",
        "between years": "[de ]{year} a {year2} | entre {year} y {year2}",
        "to day": "en lo que va de año | desde enero | en el acumulado del año | desde principios de año "
        "| en lo que va del año",
        "this year": "este año | el presente año | el año en curso",
        "last year": "[el ](año pasado|pasado año)",
        "next year": "[el ](próximo año|año próximo|año que viene)",
        "whole year": "[el ]conjunto del año | todo el año",
        "this month": "este mes",
        "last month": "[el ](mes pasado|pasado mes)",
        "this quarter": "este trimestre",
        "last quarter": "[el ](trimestre pasado|pasado trimestre)",
        "year before": "[el |un ]año (anterior|antes|previo) | hace un año "
        "| [el ]mismo (mes|periodo|período|trimestre|semestre)[ (de|del)[ (año anterior|año pasado|"
        "ejercicio anterior|año previo|pasado año)]] "
        "| [las ]mismas fechas[ del año (anterior|pasado)] | [el ]ejercicio anterior "
        "| (12|doce) meses (antes|atrás|previos) "
        "| igual (mes|periodo|período|lapso|trimestre|semestre)[ (de|del)[ (año anterior|año pasado|año previo)]] "
        "| [el ]mismo lapso[ (de|del)[ (año anterior|año pasado|año previo)]]",
        "same": "[el ](mismo|igual) (mes|periodo|período|lapso|trimestre|semestre) (de|del)[ año] {year}",
        "month before": "[el |un ]mes (anterior|antes|previo|precedente)",
        "quarter before": "[el |un ]trimestre (anterior|antes|previo|precedente)",
        "week before": "[la ]semana (anterior|previa) | una semana antes",
        "half before": "[el |un ]semestre (anterior|antes|previo|precedente)",
        "before": "[el ]periodo anterior | [el ]período anterior",
        "on year": "interanual[es|mente] | en tasa anual | en términos anuales | tasa anual "
        "| en variación anual | en términos interanuales | variación anual | en un año | en el último año",
        "on month": "intermensual[es] | en tasa mensual | tasa mensual | en términos mensuales "
        "| variación mensual | en un mes | en el mes",
        "on quarter": "intertrimestral[es] | en tasa trimestral | tasa trimestral | en términos trimestrales "
        "| variación trimestral | trimestral",
    },
    roles={
        "rise": "(aumente|aumenten|aumenta|aumentan|aumentó|aumentaron|aumentado|aumentar|aumentando|aumentaba)"
        "[ (un|una|en|en un)] "
        "| aumento[s][ (de|del)[ un]] | (sube|suben|subió|subieron|subido|subir|subiendo)[ (un|en|en un)] "
        "| subida[s][ (de|del)[ un]] "
        "| (crezca|crezcan|crece|crecen|creció|crecieron|crecido|crecer|creciendo|crecía)[ (un|en|en un|al)] "
        "| crecimiento[ (de|del)[ un]] "
        "| (incrementa|incrementan|incrementó|incrementaron|incrementado|incrementarse|incrementar)[ (un|en|"
        "en un)] "
        "| incremento[s][ (de|del)[ un]] | (avanza|avanzan|avanzó|avanzaron|avanzado)[ (un|en|en un)] "
        "| avance[ (de|del)[ un]] | (eleva|elevan|elevó|elevaron)[ (un|en|en un)] | alza[ (de|del)[ un]] "
        "| (repunta|repuntó|repuntaron|repunte|repuntan)[ (un|de|del)[ un]] | (gana|ganan|ganó|ganaron) "
        "| (amplió|ampliaron|amplía)[ (un|en|en un)] | mejora[ (de|del)[ un]] | mejoró[ un] "
        "| ascenso[ (de|del)[ un]] "
        "| (aprecia|apreciaron|apreció|revalorizó|revalorizaron)[ un] | (dispara|disparó|dispararon)[ un] "
        "| (escaló|escalaron|escala|escalando|trepó|treparon)[ (un|en un)] | (acelerando|aceleró|aceleraron)[ (un|en)] "
        "| (subía|subían|crecían|aumentaban|avanzaba|avanzaban)[ (un|en|en un)] | alzas[ (de|del)[ un]] "
        "| suba[s][ (de|del)[ un]] | (expandió|expandieron)[ (un|en un)] | expansión[ (de|del)[ un]] "
        "| (encareció|encarecieron|encarecido|encarecen)[ un] | (superior[es]|mayor[es]) en | superó en",
        "fall": "(disminuye|disminuyen|disminuyó|disminuyeron|disminuido|disminuir|disminuyendo)[ (un|una|en|en un)] "
        "| disminución[ (de|del)[ un]] "
        "| (baje|bajen|baja|bajan|bajó|bajaron|bajado|bajar|bajando)[ (un|en|en un)] | bajada[ (de|del)[ un]] "
        "| (caiga|caigan|cae|caen|cayó|cayeron|caído|caer|cayendo)[ (un|en|en un)] | caída[s][ (de|del)[ un]] "
        "| (desciende|descienden|descendió|descendieron|descendido)[ (un|en|en un)] "
        "| descenso[s][ (de|del)[ un]] "
        "| (reduce|reducen|redujo|redujeron|reducido|reducirse|reducir|reduciéndose)[ (un|en|en un)] "
        "| reducción[ (de|del)[ un]] "
        "| (retrocede|retroceden|retrocedió|retrocedieron|retrocedido)[ (un|en|en un)] "
        "| retroceso[ (de|del)[ un]] | (contrae|contraen|contrajo|contrajeron|contraído)[ (un|en|en un)] "
        "| contracción[ (de|del)[ un]] | (pierde|pierden|perdió|perdieron|perdido) "
        "| (deprecia|depreciaron|depreció|devaluó|devaluaron)[ un] "
        "| (recorta|recortan|recortó|recortado)[ (un|en|en un)] | recorte[ (de|del)[ un]] "
        "| (retrocedía|retrocedían|bajaba|bajaban|caía|caían|descendía|descendían)[ (un|en|en un)] "
        "| decremento[s][ (de|del)[ un]] | (hundió|hundieron|hunde|hunden)[ un] | merma[ (de|del)[ un]] "
        "| (desploma|desplomó|desplomaron)[ un] | inferior[es] en | desplome[ (de|del)[ un]] "
        "| (cede|ceden|cedió) "
        "| (abarató|abarataron|abaratado)[ un] | (estrechó|estrecharon)[ (un|en|en un)]",
        "earned": "gana | ganan | ganó | ganaron",
        "adjacent": "superior[es] | inferior[es] | mayor | menor",
        "rise behind": "más | de aumento | de crecimiento | superior[es] | de subida | de incremento "
        "| por encima | mayor | de alza",
        "fall behind": "menos | de caída | inferior[es] | de descenso | por debajo | menor | de disminución | de baja",
        "to": "para (negociarse|posicionarse|situarse|ubicarse|colocarse|cerrar|dejarla|dejarlo) en[ (el|los|las)] "
        "| hasta | a | hasta los | hasta las | hasta el | al | hasta alcanzar | hasta situarse en "
        "| hasta un total de | a los | a las",
        "level": "(asciende|ascienden|ascendió|ascendieron|ascendía|ascendiendo) a[ (los|las)] "
        "| (se situó|se situaron|se sitúa|se sitúan|situándose|situó|situaron|situarse|situado|situada) en[ (el|"
        "los|las)] "
        "| (alcanza|alcanzan|alcanzó|alcanzaron|alcanzando|alcanzar|alcanzado) | fue[ (de|del)] | fueron[ de] "
        "| es[ (de|del)] | son | era | eran | sumó | sumaron | suma | suman | totalizó | totalizaron "
        "| por valor de | por un valor de | por un importe de | registró | registraron | registra | cerró[ en] "
        "| cerraron | hubo | (llega|llegó|llegaron|llegar) a[ (los|las)] | (se elevó|se elevaron|se eleva) a "
        "| contó con | cuenta con | facturó | ingresó | exportó | importó | vendió | produjo "
        "| superó[ (los|las)] | superaron[ los] | supera[ los] | se mantuvo en | está en | había | tenía "
        "| tiene | emplea | con | recibió | obtuvo | quedó en | se quedó en",
        "growth": "(rentó|rentaron) | (acumula|acumulan|acumuló|acumularon)[ en los últimos (12|doce) meses] un[a] "
        "| (marca|marcó|anota|anotó) un[a] | tasa de crecimiento[ (de|del)] | crecimiento[ (de|del)[ un]] "
        "| ritmo de crecimiento[ (de|del)] | tasa de variación[ (de|del)]",
        "rate": "paro | desempleo | tasa[ (de|del)] "
        "| tasa de (paro|desempleo|ahorro|actividad|empleo|pobreza|inflación)[ (de|del)] | margen[ (de|del)] "
        "| tipo de interés | tipos de interés | inflación[ (de|del)] | rentabilidad[ (de|del)] "
        "| ratio[ (de|del)] | tasa de ocupación | grado de ocupación",
        "share": "(representa|representan|representó|representaron|representando|representaba|representado) "
        "| cuota[ de mercado][ (de|del)] | (supone|suponen|supuso|supusieron|suponiendo) | peso[ (de|del)] "
        "| proporción[ (de|del)] | (concentra|concentran|concentró) | participación[ (de|del)] "
        "| porcentaje[ (de|del)] | (acapara|acaparó|acaparan) "
        "| (equivale|equivalen|equivalía|equivalente) (a|al)",
        "share behind": "aprueba[n] | desaprueba[n] | cree[n] | opina[n] | declara[n] | considera[n] | del "
        "| de la | de las | de los | del total | de todas | de todos | sobre",
        "contribution": "(aporta|aportan|aportó|aportaron|aportado) "
        "| (contribuye|contribuyen|contribuyó|contribuyeron|contribuido) | contribución[ (de|del)] "
        "| aportación[ (de|del)] | resta | restan | restó | restaron | detrajo",
        "ratio": "multiplicado por | multiplicó por | equivale al | el doble",
        "ratio behind": "veces | veces más",
        "mean": "medio | medios | (promedió|promediaron) | [de |en ](media|promedio)[ (de|del)] | promedio[ (de|del)]",
        "surplus": "superávit[ (de|del)] | superávit comercial[ (de|del)] | excedente[ (de|del)] "
        "| saldo positivo[ (de|del)]",
        "deficit": "(deficitaria|deficitario|deficitarias|deficitarios) en | déficit[ (de|del)] "
        "| déficit comercial[ (de|del)] | pérdidas[ (de|del)] "
        "| saldo negativo[ (de|del)] | déficit público[ (de|del)]",
        "same": "o | es decir | lo que equivale a | esto es | equivalente a | lo que supone | o sea",
        "compare": "frente (a|al)[ (los|las)] | respecto (a|al|de|del)[ (los|las)] "
        "| con respecto (a|al)[ (los|las)] | en comparación con | comparado con | que[ (en|el|la|los)] "
        "| contra | tras | (en|con) relación (con|a|al) | ante[ (los|el)]",
        "since": "desde",
        "out of": "(pasó|pasa|pasan|pasaron|pasar|pasando|pasado) (de|del) "
        "| (cae|caen|cayó|cayeron|baja|bajan|bajó|bajaron|sube|suben|subió|subieron|desciende|descendió|aumenta|"
        "aumentó|disminuye|disminuyó|crece|creció|revisa|revisó) del",
        "on": "sobre | a",
        "as of": "a | al | a fecha de | hasta el | a cierre de",
        "respectively": "respectivamente",
        "beyond": "superior[es] (a|al) | inferior[es] (a|al) | por encima (de|del) | por debajo (de|del)",
        "change": "variación[ (de|del)[ un]]",
        "of": "de | del | del un | de un | en un | en | un | en una | una",
        "revise": "revisado[s|a|as][ (al alza|a la baja)] | revisó[ (al alza|a la baja)] "
        "| revisión[ (al alza|a la baja)]",
    },
    per={
        "year": "al año | anual[es] | por año | cada año | anualizado | anualizada | en tasa anualizada "
        "| anualmente | tasa anualizada[ (de|del)] | ritmo anual[ (de|del)]",
        "quarter": "al trimestre | por trimestre | cada trimestre",
        "month": "al mes | por mes | cada mes | mensuales | mensualmente",
        "week": "a la semana | por semana | cada semana | semanales",
        "day": "al día | por día | cada día | diarios | diarias | diariamente",
    },
    statuses={
        "target": "objetivo[s] | se destinará[n] | meta[s] | aspira[n] a | pretende[n] | planea[n] | se propone[n]",
        "forecast": "(prevé|prevén|previsto|prevista|previstos|previstas|preveía) | previsión | previsiones "
        "| pronóstico[s] | (pronostica|pronosticó) | espera[n] | esperado[s] | esperada[s] | se espera "
        "| proyecta[n] | proyección | proyecciones | podría[n] | perspectivas "
        "| (crecerá|crecerán|subirá|subirán|caerá|caerán|alcanzará|alcanzarán|aumentará|será|bajará)",
        "estimate": "(estima|estiman|estimó|estimaron|estimado|estimada|estimados|estimadas) | estimación "
        "| estimaciones | se calcula | calcula",
        "provisional": "provisional[es] | provisionalmente | preliminar[es] | indicador adelantado",
        "final": "definitivo[s] | definitiva[s] | datos finales",
        "revised": "revisado[s|a|as] | revisada[s]",
    },
    numbers={
        "un": 1,
        "dos": 2,
        "tres": 3,
        "cuatro": 4,
        "cinco": 5,
        "seis": 6,
        "siete": 7,
        "ocho": 8,
        "nueve": 9,
        "diez": 10,
        "once": 11,
        "doce": 12,
    },
    ordinals={
        "primer": 1,
        "primero": 1,
        "primera": 1,
        "primeros": 1,
        "segundo": 2,
        "segunda": 2,
        "tercer": 3,
        "tercero": 3,
        "cuarto": 4,
        "último": 4,
        "1er": 1,
        "2º": 2,
        "3º": 3,
        "4º": 4,
        "1º": 1,
    },
    months={"setiembre": 9},
    abbreviations="aprox | mill | Sr | Sra | Dr | art | pág | núm | p | EE | UU | ej | etc | Ud | S.A",
    breaks="mientras que | mientras | pero | y | aunque | sin embargo | con",
    small="en | el | la | los | las | un | una | unos | de | del | al | a | y | o | por | para | con | su "
    "| sus | se | que | este | esta | es | son | fue | fueron | lo | ha | han | como | desde | entre | más "
    "| hasta",
    pronouns=(
        "estas | estos | esas | esos | aquellas | aquellos | ella | ellas | él | ellos | esto | eso "
        "| aquello | éste | ésta | nosotros | ambos | ambas | todos | todas | cifra | cifras"
    ),
)
