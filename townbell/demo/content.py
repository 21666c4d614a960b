"""The words of the demo: San Aldo is a city that does not exist, and nobody in it is real.

Each statement carries the structure it is simulated with, so that tests can ask whether the
engine finds what was put in.
"""

from dataclasses import dataclass
from enum import StrEnum


class Leaning(StrEnum):
    """How the simulated people take a statement."""

    SHARED = "shared"  # nearly everybody agrees
    REFUSED = "refused"  # nearly everybody disagrees
    ONE_SIDE = "one side"  # agreed on one side of the main line, not on the other
    OTHER_SIDE = "other side"
    MIXED = "mixed"  # opinions differ, but not along the main line


@dataclass(frozen=True)
class Line:
    """A statement of the demo, in both languages."""

    leaning: Leaning
    english: str
    spanish: str
    author: str = "resident"


@dataclass(frozen=True)
class Topic:
    """A conversation of the demo."""

    slug: str
    question: tuple[str, str]
    background: tuple[str, str]
    promise: tuple[str, str]
    lines: list[Line]
    people: int
    # How far apart the two humps of opinion stand, in standard deviations; 0: one hump.
    gap: float


S, R, A, B, M = (
    Leaning.SHARED,
    Leaning.REFUSED,
    Leaning.ONE_SIDE,
    Leaning.OTHER_SIDE,
    Leaning.MIXED,
)

CALLING = [
    Line(
        S,
        "People should be able to report a crime without being asked about their papers.",
        "Las personas deberían poder denunciar un delito sin que les pregunten por sus papeles.",
        "convener",
    ),
    Line(
        S,
        "Whoever calls should get an answer in their own language within a minute.",
        "Quien llame debería recibir respuesta en su idioma en menos de un minuto.",
        "convener",
    ),
    Line(
        S,
        "The police should say in writing what happens after a report.",
        "La policía debería decir por escrito qué pasa después de una denuncia.",
        "convener",
    ),
    Line(
        A,
        "I would call the police if my neighbour's house were broken into.",
        "Yo llamaría a la policía si entraran a robar en la casa de mi vecino.",
    ),
    Line(
        B,
        "Most people I know would never call the police, whatever happened.",
        "La mayoría de la gente que conozco nunca llamaría a la policía, pase lo que pase.",
    ),
    Line(
        S,
        "A report should be possible by text message, without speaking to anyone.",
        "Se debería poder denunciar por mensaje de texto, sin hablar con nadie.",
    ),
    Line(
        B,
        "Officers should not come to a school unless somebody is in danger.",
        "Los oficiales no deberían ir a una escuela si nadie está en peligro.",
    ),
    Line(
        A,
        "More patrols on foot would make me feel safer.",
        "Más patrullas a pie me harían sentir con más seguridad.",
    ),
    Line(
        S,
        "Victims should be called back within a week, even when there is no news.",
        "A las víctimas se les debería llamar en una semana, aunque no haya novedades.",
    ),
    Line(
        M,
        "Cameras at the main crossings are worth the money.",
        "Las cámaras en los cruces principales valen lo que cuestan.",
    ),
    Line(
        A,
        "The police in San Aldo treat people with respect.",
        "La policía de San Aldo trata a la gente con respeto.",
    ),
    Line(
        B,
        "The city should spend less on police and more on counsellors.",
        "La ciudad debería gastar menos en policía y más en consejeros.",
    ),
    Line(
        S,
        "A person in crisis should meet a nurse first, with an officer nearby.",
        "Una persona en crisis debería ver primero a una enfermera, con un oficial cerca.",
    ),
    Line(
        R,
        "Calls about noise should get no answer at all.",
        "Las llamadas por ruido no deberían recibir ninguna respuesta.",
    ),
    Line(
        S,
        "Officers should wear a name that one can read.",
        "Los oficiales deberían llevar un nombre que se pueda leer.",
    ),
    Line(
        A,
        "When officers stop a car, they usually have a good reason.",
        "Cuando los oficiales detienen un carro, casi siempre tienen una buena razón.",
    ),
    Line(
        B,
        "People like me are stopped more often than others.",
        "A personas como yo nos detienen más que a otras.",
    ),
    Line(
        M,
        "A single number for everything that is not urgent would help.",
        "Un solo número para todo lo que no es urgente ayudaría.",
    ),
    Line(
        S,
        "We answer late because too few of us speak Spanish. Help us hire.",
        "Respondemos tarde porque pocos hablamos español. Ayúdennos a contratar.",
        "official",
    ),
    Line(
        M,
        "I would speak to an officer at church before I would call.",
        "Yo hablaría con un oficial en la iglesia antes que llamar.",
    ),
    Line(
        A,
        "Officers have too much paperwork to be on the street.",
        "Los oficiales tienen demasiado papeleo para estar en la calle.",
        "official",
    ),
    Line(
        R,
        "Reports without a name should be thrown away.",
        "Las denuncias sin nombre deberían tirarse.",
    ),
    Line(
        S,
        "The number for reports should be on every bus and in every laundry.",
        "El número para denunciar debería estar en cada autobús y en cada lavandería.",
    ),
    Line(
        B,
        "I worry that a call about one thing leads to questions about another.",
        "Me preocupa que una llamada por una cosa lleve a preguntas sobre otra.",
    ),
]

HEARING = [
    Line(
        S,
        "When an officer says something in public, it should be clear whether it is the department's policy.",
        "Cuando un oficial dice algo en público, debería quedar claro si es la política del departamento.",
        "convener",
    ),
    Line(
        S,
        "Every question at a town hall should get a written answer within 30 days.",
        "Cada pregunta en una asamblea debería recibir respuesta escrita en 30 días.",
        "convener",
    ),
    Line(
        S,
        "Town halls should be announced a month ahead, in both languages.",
        "Las asambleas deberían anunciarse con un mes de anticipación, en los dos idiomas.",
        "convener",
    ),
    Line(
        A,
        "The department explains its decisions well enough.",
        "El departamento explica sus decisiones lo suficiente.",
    ),
    Line(
        B,
        "The department listens only when there are protests.",
        "El departamento escucha solo cuando hay protestas.",
    ),
    Line(
        S,
        "Somebody who was promised something should be able to look up whether it was done.",
        "A quien le prometieron algo debería poder consultar si se hizo.",
    ),
    Line(
        S,
        "Childcare at meetings would let more people come.",
        "Con cuidado de niños en las reuniones vendría más gente.",
    ),
    Line(
        A,
        "Protests in front of the station only make things harder.",
        "Las protestas frente a la estación solo dificultan las cosas.",
    ),
    Line(
        B,
        "Without the protests nobody would have answered us.",
        "Sin las protestas nadie nos habría respondido.",
    ),
    Line(
        S,
        "The city and the federal government do different jobs, and the city should say so plainly.",
        "La ciudad y el gobierno federal hacen trabajos distintos, y la ciudad debería decirlo con claridad.",
    ),
    Line(
        S,
        "Officers should come to our church hall, not only we to their station.",
        "Los oficiales deberían venir a nuestro salón parroquial, no solo nosotros a su estación.",
    ),
    Line(
        M,
        "Meetings should be shown live on the internet.",
        "Las reuniones deberían verse en vivo por internet.",
    ),
    Line(
        B,
        "A board of residents should decide about complaints.",
        "Una junta de residentes debería decidir sobre las quejas.",
    ),
    Line(
        A,
        "Complaints should be handled inside the department first.",
        "Las quejas deberían tratarse primero dentro del departamento.",
    ),
    Line(S, "An answer of “no” is better than no answer.", "Un “no” es mejor que el silencio."),
    Line(
        R,
        "Officers should never talk to residents without a lawyer present.",
        "Los oficiales nunca deberían hablar con residentes sin un abogado presente.",
    ),
    Line(
        S,
        "We officers also want to be asked what would help.",
        "Los oficiales también queremos que nos pregunten qué ayudaría.",
        "official",
    ),
    Line(
        M,
        "The chief should meet residents alone, without the press.",
        "El jefe debería reunirse con residentes a solas, sin la prensa.",
    ),
    Line(
        A,
        "Most officers try to do right by this town.",
        "La mayoría de los oficiales trata de hacer lo correcto por este pueblo.",
        "official",
    ),
    Line(
        B,
        "I stay away from meetings because officers in uniform are there.",
        "No voy a las reuniones porque hay oficiales de uniforme.",
    ),
    Line(
        S,
        "At least one meeting a year should be without uniforms.",
        "Al menos una reunión al año debería ser sin uniformes.",
    ),
    Line(
        R,
        "Questions should be sent in by e-mail only.",
        "Las preguntas deberían enviarse solo por correo electrónico.",
    ),
    Line(
        S,
        "Interpreters should be there without anybody having to ask.",
        "Debería haber intérpretes sin que nadie tenga que pedirlos.",
    ),
    Line(
        M,
        "Every meeting should end with a vote.",
        "Cada reunión debería terminar con una votación.",
    ),
    Line(
        A,
        "The budget of the police should stay as it is.",
        "El presupuesto de la policía debería quedarse como está.",
    ),
    Line(
        B,
        "Old promises should be kept before new ones are made.",
        "Hay que cumplir las promesas viejas antes de hacer nuevas.",
    ),
    Line(
        S,
        "Minutes should be short, in both languages, and out within a week.",
        "Las actas deberían ser cortas, en los dos idiomas, y salir en una semana.",
    ),
    Line(
        S,
        "Young people should have a meeting of their own.",
        "Los jóvenes deberían tener su propia reunión.",
    ),
]

NIGHT = [
    Line(
        S,
        "Broken street lights should be mended within three days.",
        "Las luces descompuestas deberían repararse en tres días.",
        "convener",
    ),
    Line(
        A,
        "The last bus should run until one in the morning.",
        "El último autobús debería pasar hasta la una de la mañana.",
        "convener",
    ),
    Line(
        B,
        "Bright lights all night keep people from sleeping.",
        "Las luces fuertes toda la noche no dejan dormir.",
    ),
    Line(M, "The park should close at ten.", "El parque debería cerrar a las diez."),
    Line(
        A,
        "Shops should get help to light their fronts.",
        "Las tiendas deberían recibir ayuda para iluminar sus fachadas.",
    ),
    Line(
        B,
        "The money for lights would do more good in the library.",
        "El dinero para luces serviría más en la biblioteca.",
    ),
    Line(
        M,
        "Stops should be on request at night, anywhere on the line.",
        "De noche el autobús debería parar donde se le pida.",
    ),
    Line(
        A,
        "A shelter with a light at every stop matters more than more buses.",
        "Una parada techada con luz importa más que tener más autobuses.",
    ),
    Line(B, "Night buses will run empty.", "Los autobuses nocturnos irán vacíos."),
    Line(
        S,
        "Ask the people who work at night before you decide.",
        "Pregunten a quienes trabajan de noche antes de decidir.",
    ),
    Line(
        M,
        "Lights that see people coming would save money.",
        "Las luces que se encienden al paso ahorrarían dinero.",
    ),
    Line(
        A,
        "I would pay a little more tax for this.",
        "Yo pagaría un poco más de impuestos por esto.",
    ),
    Line(
        B,
        "Drivers of the night line should not have to take cash.",
        "Los choferes nocturnos no deberían recibir efectivo.",
    ),
    Line(
        M,
        "Volunteers could walk people home from the last bus.",
        "Voluntarios podrían acompañar a la gente desde el último autobús.",
    ),
    Line(
        A,
        "The hedges at the underpass should be cut.",
        "Hay que cortar los arbustos del paso a desnivel.",
    ),
    Line(
        B, "The plan asks too much of a small town.", "El plan pide demasiado a un pueblo pequeño."
    ),
]

TOPICS = [
    Topic(
        "calling-the-police",
        ("What would make it easier to call the police when you need them?", "¿Qué haría más fácil llamar a la policía cuando la necesita?"),
        ("Every week people tell us that they did not call. We want to know why, from those who would and those who would not.", "Cada semana hay personas que nos dicen que no llamaron. Queremos saber por qué, de quienes llamarían y de quienes no."),
        ("We bring what is shared to the Police Department. It answers each shared finding in public within 30 days of the end.", "Llevamos lo que se comparte al Departamento de Policía, que responde en público a cada acuerdo en los 30 días después del cierre."),
        CALLING,
        people=430,
        gap=0.0,
    ),
    Topic(
        "hearing-each-other",
        ("How should police and residents hear each other in San Aldo?", "¿Cómo deberían escucharse la policía y los residentes en San Aldo?"),
        ("After the protests in June the city and Neighbours of San Aldo agreed to ask everybody the same question.", "Después de las protestas de junio, la ciudad y Vecinos de San Aldo acordaron hacer a todos la misma pregunta."),
        ("The chief answers each shared finding in writing by the end of the month after closing, and says what will be done.", "El jefe responde por escrito a cada acuerdo antes del fin del mes siguiente al cierre y dice qué se hará."),
        HEARING,
        people=520,
        gap=3.0,
    ),
    Topic(
        "streets-at-night",
        ("What should the plan for buses and lights at night put first?", "¿Qué debería ir primero en el plan de autobuses y luces de noche?"),
        ("The council decides in March how to spend the grant for safer nights.", "El concejo decide en marzo cómo gastar la subvención para noches más seguras."),
        ("The council gets the result two weeks before it votes, and says in its minutes how it was used.", "El concejo recibe el resultado dos semanas antes de votar y dice en el acta cómo se usó."),
        NIGHT,
        people=250,
        gap=0.0,
    ),
]  # fmt: skip
