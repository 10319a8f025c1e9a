"""What is wrong with the words of a command, told in the person's language where click knows only English."""

import click

from tansiq.language import N_, Language, translate


def in_words(error: click.UsageError, language: Language) -> str:
    """Return one sentence: what is wrong, and where the command's options are listed."""
    path = error.ctx.command_path if error.ctx else "tansiq"
    fields = {"what": _what(error), "why": error.message.rstrip("."), "help": f"{path} --help"}
    return translate(_template(error), language, fields)


def _template(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return N_("%(what)s is missing. See: %(help)s")
        case click.NoSuchOption():
            return N_("There is no option %(what)s. See: %(help)s")
        case click.BadParameter():
            return N_("The value of %(what)s is not possible (%(why)s). See: %(help)s")
        case _:
            return N_("The command is not understood (%(why)s). See: %(help)s")


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return error.option_name
    parameter = error.param if isinstance(error, click.BadParameter) else None
    if parameter is None:
        return ""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(_context(error))


def _context(error: click.UsageError) -> click.Context:
    return error.ctx or click.Context(click.Command("tansiq"))
