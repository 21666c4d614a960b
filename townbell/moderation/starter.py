"""The rules a new host starts with: about how a thing is said, never about the view it holds."""

STARTER_TITLE = "House rules / Reglas de la casa"
STARTER_RULES = [
    {
        "en": "No threats, and no calls for violence against anybody.",
        "es": "Sin amenazas ni llamados a la violencia contra nadie.",
    },
    {
        "en": "No insults, and nothing that runs a group of people down.",
        "es": "Sin insultos y sin desprecio hacia ningún grupo de personas.",
    },
    {
        "en": "Nothing that identifies a private person: name, address, phone, plate, picture.",
        "es": "Nada que identifique a un particular: nombre, dirección, teléfono, placa, foto.",
    },
    {
        "en": "Nothing that tells or hints at anybody's immigration status.",
        "es": "Nada que diga o dé a entender la situación migratoria de alguien.",
    },
    {
        "en": "No accusation of a crime against a person who can be recognised.",
        "es": "Sin acusar de un delito a una persona que se pueda reconocer.",
    },
    {
        "en": "On the question. One idea that others can agree or disagree with.",
        "es": "Sobre la pregunta. Una sola idea con la que se pueda estar de acuerdo o no.",
    },
    {
        "en": "No advertising, and not the same text again and again.",
        "es": "Sin publicidad y sin repetir el mismo texto una y otra vez.",
    },
]
