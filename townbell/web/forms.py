from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws every form with label above, hint, error at the field and errors in a summary."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"
