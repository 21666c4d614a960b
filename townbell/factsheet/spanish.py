"""Una hoja de datos en español."""

NOTES: dict[str, tuple[str, ...]] = {
    "no texts": (
        "No hay comments.csv: las opiniones no tienen texto y ninguna fue retirada por moderación.",
    ),
    "may be cut off": ("{file} no termina con un salto de línea: puede estar cortado.",),
    "direction not stated": (
        "Nada indica cuántas personas estaban de acuerdo; en {file} se tomó 1 como acuerdo.",
    ),
    "direction unclear": (
        "Los totales de comments.csv no coinciden con {file} en ningún sentido: se tomó 1 como "
        "acuerdo.",
    ),
    "turned round": ("{file} escribe -1 para el acuerdo (lo muestra comments.csv): se invirtió.",),
    "counts differ": (
        "Los totales de comments.csv difieren de {file} en 1 voto de {of}.",
        "Los totales de comments.csv difieren de {file} en {count} votos de {of}.",
    ),
    "files differ": (
        "Los dos archivos de votos difieren en 1 voto: se usó votes.csv.",
        "Los dos archivos de votos difieren en {count} votos: se usó votes.csv.",
    ),
    "replaced": (
        "1 voto fue reemplazado por otro posterior de la misma persona.",
        "{count} votos fueron reemplazados por otros posteriores de la misma persona.",
    ),
    "without a vote": ("1 persona no votó.", "{count} personas no votaron."),
    "no votes": ("No contiene ningún voto.",),
    "never voted on": ("1 opinión no tiene votos.", "{count} opiniones no tienen votos."),
    "no text": (
        "1 opinión no está en comments.csv y no tiene texto.",
        "{count} opiniones no están en comments.csv y no tienen texto.",
    ),
    "moderated out": (
        "1 opinión fue retirada por quienes moderaban.",
        "{count} opiniones fueron retiradas por quienes moderaban.",
    ),
}

SENTENCES: dict[str, str | tuple[str, str]] = {
    "percent": "{share} %",
    # --- encabezado y resumen
    "untitled": "Una conversación",
    "kind of page": "Lo que dijo la gente",
    "who took part": (
        "Participó {n} persona y dio {votes} respuestas a {statements} opiniones.",
        "Participaron {n} personas y dieron {votes} respuestas a {statements} opiniones.",
    ),
    "nobody": "Nadie ha respondido todavía, así que no hay nada que decir.",
    "too few to say": (
        "Respondieron muy pocas personas para decir qué comparten o en qué difieren: hacen falta "
        "al menos {least} respuestas en cada mitad."
    ),
    "halves in short": (
        "Para ver qué comparten las personas a pesar de sus diferencias, se comparan dos mitades: "
        "quienes suelen responder parecido están en la misma mitad."
    ),
    "shared": (
        "La mayoría de las dos mitades está de acuerdo con {n} opinión: {first}",
        "La mayoría de las dos mitades está de acuerdo con {n} opiniones. La primera: {first}",
    ),
    "rejected": (
        "La mayoría de las dos mitades está en desacuerdo con {n} opinión: {first}",
        "La mayoría de las dos mitades está en desacuerdo con {n} opiniones. La primera: {first}",
    ),
    "nothing shared": (
        "Ninguna opinión tiene claramente el acuerdo de la mayoría de las dos mitades."
    ),
    "differing": (
        "Las dos mitades difieren claramente en {n} opinión: {first}",
        "Las dos mitades difieren claramente en {n} opiniones. Sobre todo en esta: {first}",
    ),
    "nothing differs": ("No hay ninguna opinión en la que las dos mitades difieran claramente."),
    "divided": (
        "{n} opinión divide a la gente, aunque las dos mitades no difieren claramente en ella.",
        "{n} opiniones dividen a la gente, aunque las dos mitades no difieren claramente en ellas.",
    ),
    "unclear": (
        "En {n} opinión no hay un resultado claro.",
        "En {n} opiniones no hay un resultado claro.",
    ),
    "not enough": (
        "En {n} opinión respondió muy poca gente para decir algo.",
        "En {n} opiniones respondió muy poca gente para decir algo.",
    ),
    "tentative findings": (
        "{n} de estos hallazgos es provisional: unos pocos votos más podrían cambiarlo.",
        "{n} de estos hallazgos son provisionales: unos pocos votos más podrían cambiarlos.",
    ),
    "self-chosen": (
        "Participó quien quiso. No se eligió a nadie por sorteo, así que esto no dice cuántas "
        "personas de toda la comunidad piensan así."
    ),
    "small": "Participaron tan pocas personas que esto es un comienzo, no una respuesta.",
    "classic warning": "Este método siempre encuentra grupos, los haya o no.",
    "classic groups": (
        "El método clásico puso a {people} personas en {n} grupo.",
        "El método clásico puso a {people} personas en {n} grupos.",
    ),
    "classic majorities": (
        "La mayoría de quienes participaron respondió lo mismo a {n} opinión: {first}",
        "La mayoría de quienes participaron respondió igual a {n} opiniones. La primera: {first}",
    ),
    "no majorities": (
        "No hay ninguna opinión a la que la mayoría de quienes participaron respondiera lo mismo."
    ),
    # --- secciones
    "h summary": "En pocas palabras",
    "h shared": "Lo que comparte la mayoría",
    "h differing": "En qué difiere la gente",
    "h sure": "Qué tan seguro es esto",
    "h structure": "¿Hay grupos?",
    "h map": "El mapa de opiniones",
    "h statements": "Todas las opiniones",
    "h who": "Quiénes participaron",
    "h method": "Cómo se calculó",
    "h groups": "Lo que distingue a los grupos",
    "h majority": "Lo que comparte la mayoría de quienes participaron",
    "all of them": "Las {n} están en la tabla de todas las opiniones.",
    # --- una opinión
    "no text": "Frase {id}, cuyo texto no está en los archivos",
    "quoted": "«{text}»",
    "side low": "Mitad A",
    "side high": "Mitad B",
    "sides in short": (
        "La mitad A y la mitad B son las dos de la línea en la que más difieren las opiniones."
    ),
    "group": "Grupo {number}",
    "group of": (
        "Grupo {number}: {n} persona",
        "Grupo {number}: {n} personas",
    ),
    "small group": "Grupo {number}: menos de {least} personas; por eso no se muestra nada de él",
    "everyone": "Todas las personas",
    "all": "Todas",
    "agree": "de acuerdo",
    "disagree": "en desacuerdo",
    "pass": "paso",
    "of": "{part} de {whole}",
    "agree of": "{percent} de acuerdo ({part} de {whole})",
    "disagree of": "{percent} en desacuerdo ({part} de {whole})",
    "likely agree": (
        "Si respondieran muchas más personas como estas, probablemente entre {low} y {high} de "
        "cada 100 estarían de acuerdo."
    ),
    "likely disagree": (
        "Si respondieran muchas más personas como estas, probablemente entre {low} y {high} de "
        "cada 100 estarían en desacuerdo."
    ),
    "likely in halves": (
        "Si respondieran muchas más personas como estas, probablemente estarían de acuerdo entre "
        "{low} y {high} de cada 100 en la mitad A, y entre {other_low} y {other_high} en la mitad "
        "B."
    ),
    "third agree": "En el tercio que menos de acuerdo está, {part} de {whole} están de acuerdo.",
    "third disagree": (
        "En el tercio que menos en desacuerdo está, {part} de {whole} están en desacuerdo."
    ),
    "firm": (
        "Con los votos contados hoy y las dos mitades donde están, {n} voto más en contra no "
        "cambiaría este hallazgo.",
        "Con los votos contados hoy y las dos mitades donde están, {n} votos más en contra no "
        "cambiarían este hallazgo.",
    ),
    "tentative": "Provisional: unos pocos votos más podrían cambiar esto.",
    "group agrees": "de acuerdo: {percent} aquí, {others} en el resto",
    "group disagrees": "en desacuerdo: {percent} aquí, {others} en el resto",
    "common ground": "Acuerdo común",
    "common rejection": "Ambas, en desacuerdo",
    "difference": "Diferencia",
    "divided verdict": "Dividida",
    "no clear result": "Sin resultado claro",
    "not enough votes": "Faltan votos",
    "majority agree": "Mayoría de acuerdo",
    "majority disagree": "Mayoría en desacuerdo",
    "withheld": "reservado",
    # --- qué tan seguro
    "sides explained": (
        "Para ver si personas que difieren coinciden en algo, cada una se coloca en una de dos "
        "mitades según sus respuestas a las otras opiniones: las de la línea en la que más "
        "difieren las respuestas. Las mitades son un corte nuestro, no grupos. Sea cual sea la "
        "parte de las opiniones que se deje fuera, en promedio el {steady} de las personas está "
        "en la misma mitad."
    ),
    "veto": (
        "Una minoría de menos de la quinta parte, más o menos, que piense otra cosa es muy "
        "pequeña para impedir un hallazgo, aun en su propia mitad: mire el tercio que menos de "
        "acuerdo está."
    ),
    "rule": "La primera de estas reglas que se cumple decide lo que se dice de una opinión:",
    "rule not enough": "Faltan votos: de alguna mitad respondieron menos de {least} personas.",
    "rule ground": (
        "Acuerdo común: en las dos mitades están de acuerdo al menos tantas personas como pide la "
        "tabla. Ambas, en desacuerdo: lo mismo con el desacuerdo. «Paso» cuenta como no "
        "estar de acuerdo."
    ),
    "rule difference": (
        "Diferencia: los rangos probables de las dos mitades no se tocan y las proporciones están "
        "a {gap} puntos o más."
    ),
    "rule divided": (
        "Dividida: del total, probablemente más de {opposed} de cada 100 están de acuerdo y más de "
        "{opposed} en desacuerdo."
    ),
    "rule unclear": "Sin resultado claro: ninguna de las anteriores.",
    "needed": (
        "Tantas personas de una mitad deben estar de acuerdo: al menos {share} de cada 100, y con "
        "seguridad más de 50."
    ),
    "needed answered": "respondieron",
    "needed agree": "deben estar de acuerdo",
    "firm explained": (
        "Un hallazgo se llama firme cuando harían falta al menos {least} votos más, y al menos "
        "{share} por cada 100 de la mitad más pequeña, para deshacerlo. Se cuenta con las mitades "
        "donde están. Nuevos votos pueden moverlas: en pruebas con conversaciones publicadas, 36 "
        "de 101 hallazgos firmes cayeron con un voto menos que su número, de cuentas que copiaban "
        "las demás respuestas de una mitad; con la mitad de esos votos no cayó ninguno."
    ),
    # --- mapa
    "map explained": (
        "Cada cuadro es un lugar del mapa con al menos {least} personas; cuanto más oscuro, más "
        "personas. Quienes están cerca respondieron parecido. {shown} de {people} personas están "
        "en cuadros que se muestran."
    ),
    "no map": (
        "No hay mapa: hay muy pocas personas cerca unas de otras para mostrarlo sin mostrar a "
        "personas concretas."
    ),
    "map in words": (
        "Mapa de opiniones de {people} personas en {squares} cuadros; el mayor tiene {most}."
    ),
    "map table": "El mapa en una tabla",
    "column": "Columna",
    "row": "Fila",
    "people": "Personas",
    "map ends": "Qué significan las direcciones del mapa",
    "to the right": "Más a la derecha: están más a menudo de acuerdo con",
    "to the left": "Más a la izquierda: están más a menudo de acuerdo con",
    "to the top": "Más arriba: están más a menudo de acuerdo con",
    "to the bottom": "Más abajo: están más a menudo de acuerdo con",
    # --- todas las opiniones, participantes, método
    "statement": "Frase",
    "finding": "Hallazgo",
    "ballots": "Votos más que resiste",
    "expected": "Acuerdo previsto",
    "appeal": "Atractivo para los dos extremos",
    "perhaps mistranslated": "quizá mal traducida",
    "tentative mark": "provisional",
    "table explained": (
        "Los tres números son las personas de acuerdo · en desacuerdo · que pasan. Donde "
        "respondieron menos de {least} se reservan, y también lo que los revelaría."
    ),
    "voted": ("Votó {n} persona.", "Votaron {n} personas."),
    "cast": "Los votos se emitieron del {first} al {last}.",
    "odd": "Lo que llamó la atención en los archivos de los que salió esto:",
    "not odd": "Nada llamó la atención en los archivos de los que salió esto.",
    "method default": (
        "Modelo: mitades, hallazgos y votos. El rango probable de una proporción es el intervalo "
        "del 90 % de Beta(a + ½, n − a + ½), con a de n personas de acuerdo."
    ),
    "method classic": (
        "Modelo: clásico, como lo calcula Polis: componentes principales de los votos, grupos por "
        "k-medias elegidos por silueta y pruebas de lo que distingue a cada grupo. Se muestra como "
        "comparación."
    ),
    "parameters": "Parámetros",
    "engine": "Townbell {version}, modelo {model}, semilla {seed}",
    "hash": "SHA-256 de los números: {sha256}",
    "hash explained": (
        "Los mismos votos, la misma semilla y la misma versión dan los mismos números. «townbell "
        "analyse --json» los escribe; el SHA-256 es de ese archivo sin esta suma, con las claves "
        "en orden y sin espacios."
    ),
    "no persons": "Esta página contiene números sobre opiniones, y ninguno sobre una persona.",
    "to the formula": "Cómo se calcula",
    # --- fórmulas
    "f share": "Proporción",
    "formula share": ("de acuerdo / (de acuerdo + en desacuerdo + paso). «Paso» es una respuesta."),
    "f range": "Rango probable",
    "formula range": (
        "Los puntos del 5 % y del 95 % de Beta(a + ½, n − a + ½): a de n personas dieron la "
        "respuesta."
    ),
    "f sides": "Mitades y tercios",
    "formula sides": (
        "Las opiniones se reparten en partes. Para las de una parte, un análisis factorial de los "
        "votos sobre las de las otras partes coloca a las personas en una línea, que se corta en "
        "mitades y tercios con igual número de personas. Quien tiene menos de 3 de esos votos no "
        "está en ninguno."
    ),
    "f needed": "Cuántas personas deben estar de acuerdo",
    "formula needed": ("A(n): el menor a con a ≥ 0,6 n y P(Beta(a + ½, n − a + ½) < ½) < 0,05."),
    "f ballots": "Votos para deshacer",
    "formula ballots": (
        "De un acuerdo común: el menor k, entre las dos mitades, con a < A(n + k). De una "
        "diferencia: "
        "los menos votos tras los cuales los rangos se tocan o la distancia baja de 0,2, o que "
        "crean acuerdo común o rechazo. Las mitades quedan como están."
    ),
    "f majority": "Mayoría",
    "formula majority": (
        "Del total: (A + 1) / (S + 2) > ½ y 2 √(S + 1) · ((A + 1) / (S + 1) − ½) > 1,28, con A de "
        "S respuestas; cinco en cada sentido, según el producto de ambos."
    ),
    "f groups": "Lo que distingue a un grupo",
    "formula groups": (
        "Una opinión aparece cuando su proporción en el grupo supera con seguridad la mitad y "
        "también la del resto (ambos z > 1,28)."
    ),
    "agrees more": "está más a menudo de acuerdo que el resto",
    "agrees less": "está menos a menudo de acuerdo que el resto",
    "spectrum": (
        "Buscamos grupos separados y no encontramos ningún hueco entre las personas: las opiniones "
        "van a lo largo de una línea, con gente en todas partes. Un bando pequeño (menos de un "
        "tercio, más o menos) podría pasar inadvertido. En esta página comparamos las dos mitades "
        "de esa línea; las mitades son un corte nuestro, no grupos."
    ),
    "too few for groups": (
        "Muy pocas personas votaron lo suficiente para buscar grupos separados."
    ),
    "groups found": (
        "Los votos muestran {n} grupo.",
        "Los votos muestran {n} grupos separados, con un hueco entre cada dos de ellos.",
    ),
    "groups explained": (
        "Se muestra lo que distingue a cada grupo del resto, comprobado con votos que no sirvieron "
        "para encontrarlo; más o menos uno de cada diez puede ser azar. Quien está entre dos "
        "grupos cuenta en el más cercano. Las dos mitades de esta página son otro corte de las "
        "mismas personas."
    ),
    "f gap": "Grupos o una línea continua",
    "formula gap": (
        "Para dos, tres y cuatro grupos hallados por k-medias, la prueba de la hondonada (dip) a "
        "lo largo de la línea entre cada dos; se informan grupos cuando todo p ≤ 0,05 (la mediana "
        "entre sorteos de dónde está cada persona)."
    ),
    "f expected": "Acuerdo previsto",
    "formula expected": (
        "La media, en todas las personas, de P(acuerdo, si no pasa) según un modelo probit "
        "ordenado de todos los votos: x = intercepto + cargas · z + N(0, 1), de acuerdo por encima "
        "de un umbral de la opinión por una reserva de la persona, en desacuerdo por debajo de "
        "menos eso. Ningún hallazgo depende de él."
    ),
    "f appeal": "Atractivo para los dos extremos",
    "formula appeal": (
        "De la factorización r ≈ media + benevolencia de la persona + atractivo de la opinión + "
        "inclinación · sesgo, con r 1 si está de acuerdo, ½ si pasa y 0 si está en desacuerdo; los "
        "cuadrados se frenan con una penalización de 10 (benevolencia, atractivo) y de 2 "
        "(inclinación, sesgo). Ningún hallazgo depende de él."
    ),
    "f languages": "Quizá mal traducida",
    "formula languages": (
        "Personas en el mismo lugar, según sus otros votos, responden distinto en otro idioma: al "
        "menos 15 puntos de diferencia, al menos 20 personas en cada una, tasa de falsos hallazgos "
        "del 5 %."
    ),
    "f map": "Mapa",
    "formula map": (
        "Las dos direcciones en las que más difieren los votos. Se muestran cuadros de la "
        "cuadrícula más fina, de 36 a 4, que muestre al menos al 80 % de las personas en cuadros "
        "de cinco o más."
    ),
}
