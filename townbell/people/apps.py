from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "townbell.people"
    label = "people"
