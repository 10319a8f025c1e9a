"""``tansiq exchange``: certificates of connections.

A party's authority is made and used where its root is, on a machine that is connected to nothing; requests and
certificates are carried. A centre's own key never leaves the centre.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tansiq.cli import exchange_tls_files as files
from tansiq.cli.console import say
from tansiq.cli.keys_files import agreed, new_passphrase, passphrase, refuse_any, write_all
from tansiq.errors import BadInputError
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.centre.configuration import Identity

_PATH: Final = click.Path(path_type=Path)
_PASSPHRASE: Final = click.option(
    "--passphrase-file", metavar="FILE", type=_PATH,
    help="File that holds the authority's passphrase; otherwise it is asked for.",
)  # fmt: skip
_YES: Final = click.option("--yes", is_flag=True, help="Do not ask whether that is right.")


@click.command()
@click.argument("party")
@click.argument("out", type=_PATH)
@click.option("--years", type=int, default=10, show_default=True, help="How long it is good for.")
@_PASSPHRASE
def authority(party: str, out: Path, *, years: int, passphrase_file: Path | None) -> None:
    """Make PARTY's authority for connections: its locked key in OUT, its certificate in OUT.crt.

    OUT belongs into the safe with the party's root. OUT.crt goes to the other party and into the agreement.
    """
    from tansiq.exchange.authority import certificate_pem, lock_authority, make_authority  # noqa: PLC0415 - OpenSSL

    certificate = out.with_name(f"{out.name}.crt")
    refuse_any((out, certificate))
    made = make_authority(files.party(party), years, _now())
    files.write_secret(out, lock_authority(made, new_passphrase(passphrase_file)))
    write_all({certificate: certificate_pem(made.certificate)})
    say(N_("The locked authority is in %(file)s, its certificate in %(certificate)s."),
        file=out, certificate=certificate)  # fmt: skip
    _say_digits(files.digits(made.certificate))


@click.command()
@click.argument("centre", type=_PATH)
@click.option("--out", type=_PATH, metavar="FILE", help="Where the request is written; default: NAME-exchange.request.")
@click.option("--new-key", is_flag=True, help="Make another key; the present one stays in use until install.")
def request(centre: Path, *, out: Path | None, new_key: bool) -> None:
    """Ask for a certificate of CENTRE's connections: make its key, unless there is one, and write a request.

    The key stays in the centre's folder. Carry the request to the party's authority.
    """
    from tansiq.exchange.authority import certificate_pem, make_request  # noqa: PLC0415 - OpenSSL

    identity = _identity(centre)
    out = out or Path(f"{identity.name}-exchange.request")
    refuse_any((out,))
    key = files.key_to_certify(identity.keys, new=new_key)
    write_all({out: certificate_pem(make_request(key, _host(identity)))})
    say(N_("Asked for: connections of %(host)s. The request is in %(file)s."), host=_host(identity), file=out)
    _say_digits(files.digits(key))


@click.command()
@click.argument("authority_file", metavar="AUTHORITY", type=_PATH)
@click.argument("request_file", metavar="REQUEST", type=_PATH)
@click.option("--out", required=True, metavar="FILE", type=_PATH, help="Where the certificate is written.")
@click.option("--days", type=int, default=365, show_default=True, help="How long it is good for.")
@_PASSPHRASE
@_YES
def certify(
    authority_file: Path, request_file: Path, *, out: Path, days: int, passphrase_file: Path | None, yes: bool
) -> None:
    """Certify the connections of the centre that REQUEST names with AUTHORITY.

    Shows what the certificate will say, and asks, before anything is signed.
    """
    from tansiq.exchange import authority as make  # noqa: PLC0415 - OpenSSL

    refuse_any((out,))
    asked = make.read_request(files.read(request_file))
    host = make.request_host(asked)
    say(N_("To be certified for %(days)s days: connections of %(host)s."), days=days, host=host)
    _say_digits(files.digits(asked))
    if not yes and not agreed(N_("Is that right? Write yes to sign it")):
        raise click.Abort
    words = passphrase(N_("Passphrase of %(key_file)s"), passphrase_file, key_file=authority_file)
    signing = make.unlock_authority(files.read(authority_file), words)
    write_all({out: make.certificate_pem(make.certify(signing, asked, host, days, _now()))})
    say(N_("Signed: %(file)s"), file=out)


@click.command()
@click.argument("centre", type=_PATH)
@click.argument("certificate_file", metavar="CERTIFICATE", type=_PATH)
@click.option("--authority", "authority_file", metavar="FILE", type=_PATH,
              help="Certificate of the party's authority: was CERTIFICATE issued by it?")  # fmt: skip
def install(centre: Path, certificate_file: Path, *, authority_file: Path | None) -> None:
    """Put the CERTIFICATE of CENTRE's connections in its place, in the stead of an older one.

    A centre that runs takes it up by itself.
    """
    from tansiq.exchange.authority import check_own, check_peer, read_certificate  # noqa: PLC0415 - OpenSSL

    identity = _identity(centre)
    certificate = read_certificate(files.read(certificate_file))
    key_file = files.key_of(identity.keys, certificate)
    if key_file is None:
        template = N_("%(file)s is of another key than this centre's. Was it made for another request?")
        raise BadInputError(template, file=certificate_file)
    check_own(certificate, files.read_key(key_file), _host(identity), _now())
    if authority_file is not None:
        pinned = files.der(read_certificate(files.read(authority_file)))
        check_peer(files.der(certificate), pinned, _host(identity), _now())
    files.put_in_place(identity.keys, key_file, certificate)
    say(N_("The connections of %(host)s are certified until %(end)s."),
        host=_host(identity), end=certificate.not_valid_after_utc.date().isoformat())  # fmt: skip


def _identity(centre: Path) -> "Identity":
    """Return who the centre in a folder is.

    Raises
    ------
    BadInputError
        It is a folder of a picture only.
    """
    from tansiq.centre.configuration import read_folder  # noqa: PLC0415

    identity = read_folder(centre).identity
    if identity is None:
        raise BadInputError(N_("%(folder)s is not the folder of a centre that keeps records."), folder=centre)
    return identity


def _host(identity: "Identity") -> str:
    """Return what a certificate names the centre by, as ``PartnerCentre.host`` does."""
    return f"{identity.name}.{identity.domain}"


def _say_digits(digits: str) -> None:
    say(N_("To compare on paper, digit by digit: %(digits)s"), digits=digits)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


COMMANDS: Final[tuple[click.Command, ...]] = (authority, request, certify, install)
