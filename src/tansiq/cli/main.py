"""The ``tansiq`` command: options for every subcommand, and subcommands imported only when asked for."""

import os
from collections.abc import Mapping
from copy import copy
from importlib import import_module
from inspect import cleandoc
from typing import Any, Final, TypeVar

import click

from tansiq import __version__
from tansiq.cli.console import Console, Reporting
from tansiq.language import LANGUAGES, N_, Language, choose_language, translate

# Name -> (where it is, what it does). Each module loads numpy, GDAL or Django, so `tansiq --help` imports none.
COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "demo": ("tansiq.cli.demo:demo", N_("Show the gap picture of a fictional exercise in the browser.")),
    "ground": ("tansiq.cli.ground:ground", N_("Build ground packages from elevation, roads, places, rivers.")),
    "exercise": ("tansiq.cli.exercise:exercise", N_("Make fictional forces on any ground.")),
    "laydown": ("tansiq.cli.laydown:laydown", N_("Write the template for your own posts, and check a filled one.")),
    "gaps": ("tansiq.cli.gaps:gaps", N_("Compute the gap picture: what is held, what is not, what would close it.")),
    "site": ("tansiq.cli.site:site", N_("Choose places for joint posts and elements, with a proven bound.")),
    "corridors": ("tansiq.cli.corridors:corridors", N_("Find where somebody who knows the posts would cross.")),
    "checkpoints": ("tansiq.cli.checkpoints:checkpoints", N_("Choose joint checkpoints on roads, against delay.")),
    "patrols": ("tansiq.cli.patrols:patrols", N_("Plan patrols that cannot be foreseen, and draw their rosters.")),
    "sure": ("tansiq.cli.sure:sure", N_("Say how sure each gap is, and which assumption matters most.")),
    "forecast": ("tansiq.cli.forecast:forecast", N_("Forecast where incidents are expected, and score it.")),
    "coverage": (
        "tansiq.cli.coverage:coverage",
        N_("Release what is seen and reached on coarse cells, instead of posts."),
    ),
    "keys": ("tansiq.cli.keys:keys", N_("Make keys, and certify and revoke them with a party's root.")),
    "centre": ("tansiq.cli.centre:centre", N_("Make and run a centre: its records, its accounts, its journal.")),
    "exchange": ("tansiq.cli.exchange:exchange", N_("Exchange records with partner centres, by network or by stick.")),
    "verify": ("tansiq.cli.verify:verify", N_("Check a log, a record or a proof, on a machine with nothing else.")),
}

C = TypeVar("C", bound=click.Command)


def preferred_language(environment: Mapping[str, str]) -> Language:
    """Return the language the environment asks for: the first set of TANSIQ_LANG, LC_ALL, LC_MESSAGES and LANG."""
    names = ("TANSIQ_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return choose_language(next((environment[name] for name in names if environment.get(name)), None))


def language_of(ctx: click.Context) -> Language:
    """Return the language asked for by ``--lang`` if that has been read, else by the environment."""
    asked = ctx.find_root().params.get("lang")
    return choose_language(asked) if asked else preferred_language(os.environ)


def localised(command: C, language: Language) -> C:
    """Return a copy of ``command`` whose help, and whose subcommands' help, is in ``language``."""
    told = copy(command)
    told.help = translate(cleandoc(command.help or ""), language)
    told.params = [copy(parameter) for parameter in command.params]
    for parameter in told.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translate(parameter.help, language)
    if isinstance(told, click.Group):
        told.commands = {name: localised(below, language) for name, below in told.commands.items()}
    return told


class CommandGroup(click.Group):
    """A group that knows its commands' names and purposes, and imports each only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands' names in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - a wrong table is a fault, not input
        return localised(command, language_of(ctx))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the person's language."""
        super(CommandGroup, localised(self, language_of(ctx))).format_help(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them, in the person's language."""
        language = language_of(ctx)
        with formatter.section(translate(N_("Commands"), language)):
            formatter.write_dl([(name, translate(purpose, language)) for name, (_, purpose) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; what goes wrong is told as :class:`Reporting` says."""
        with Reporting(ctx):
            return super().invoke(ctx)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tansiq", message="%(prog)s %(version)s")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,  # before --help, which is told in this language
    default=lambda: preferred_language(os.environ),
    show_default="TANSIQ_LANG, LC_ALL, LC_MESSAGES or LANG",
    help="Language of messages.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress, only results and errors.")
@click.pass_context
def main(ctx: click.Context, lang: Language, *, quiet: bool) -> None:
    """Coordination between two forces that share ground: where it is not held, why, and what would close it."""
    ctx.obj = Console(language=lang, quiet=quiet)
