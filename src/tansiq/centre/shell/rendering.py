"""How every form of the site is set: the errors first, then each field with its label, hint and error."""

from django.forms.renderers import DjangoTemplates


class FormRendering(DjangoTemplates):
    """Forms as ``shell/parts/form.html`` and ``field.html`` set them."""

    form_template_name = "shell/parts/form.html"
    field_template_name = "shell/parts/field.html"
