"""``tansiq keys``: making keys, and certifying and revoking them on a machine that is connected to nothing.

``docs/keys.md`` says who does what, with paper and sticks.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from tansiq.cli import keys_files as files
from tansiq.cli.console import current_language, say
from tansiq.cli.keys_words import REASONS, fingerprint, record_words, request_words, revocation_words
from tansiq.errors import BadInputError, UsageError
from tansiq.journal.errors import MalformedKeyError
from tansiq.journal.json_strict import Json
from tansiq.journal.keys import (
    PURPOSES,
    KeyRequest,
    Purpose,
    Roots,
    generate,
    parse_key_request,
    parse_roots,
    public_key_of,
    write_roots,
)
from tansiq.journal.limits import LIMITS
from tansiq.journal.note import VerifierKey, parse_verifier_key
from tansiq.journal.record import Content, check_body, read_content, read_record, sign_record
from tansiq.language import N_, translate

_PATH: Final = click.Path(path_type=Path)
_PASSPHRASE: Final = click.option(
    "--passphrase-file", metavar="FILE", type=_PATH,
    help="File that holds the key's passphrase; otherwise it is asked for.",
)  # fmt: skip
_YES: Final = click.option("--yes", is_flag=True, help="Do not ask whether that is right.")
_PARTY: Final = click.option("--party", required=True, metavar="PARTY", help="Party for which the key speaks.")
_CENTRE: Final = click.option("--centre", required=True, metavar="CENTRE", help="Centre in whose log it speaks.")


@click.group()
def keys() -> None:
    """Make keys, and certify and revoke them with a party's root.

    A party's root is made and used on a machine that is connected to nothing, and lies in a safe otherwise.
    """


@keys.command()
@click.argument("file", type=_PATH)
@click.option("--name", required=True, metavar="NAME", help="What the key is called, such as federal.example/root.")
@_PASSPHRASE
def make(file: Path, *, name: str, passphrase_file: Path | None) -> None:
    """Make a private key, lock it with a passphrase, write it to FILE and show the public key.

    The passphrase cannot be recovered: without it the key is lost.
    """
    files.refuse_any((file,))
    signer = generate(name)
    files.write_key(file, signer, files.new_passphrase(passphrase_file))
    say(N_("The locked key is in %(file)s. Its public key:"), file=file)
    click.echo(str(signer.key))


@keys.command("change-passphrase")
@click.argument("file", type=_PATH)
@_PASSPHRASE
@click.option("--new-passphrase-file", metavar="FILE", type=_PATH, help="File that holds the new passphrase.")
def change_passphrase(file: Path, *, passphrase_file: Path | None, new_passphrase_file: Path | None) -> None:
    """Lock the key in FILE with another passphrase; the key itself stays the same.

    Copies of the file made before still open with the old passphrase.
    """
    signer = files.open_key(file, passphrase_file)
    files.replace_key(file, signer, files.new_passphrase(new_passphrase_file))
    say(N_("%(file)s opens with the new passphrase only. Destroy copies that open with the old one."), file=file)


@keys.command()
@click.argument("file", type=_PATH)
def show(file: Path) -> None:
    """Show what a key file, a request, a file of roots, a certificate or a revocation says.

    Nothing is proved by that: tansiq verify checks signatures.
    """
    data = files.read_file(file, LIMITS.record_bytes)
    if data.startswith(b"tansiq-key/"):
        click.echo(str(public_key_of(data)))
    elif data.startswith(b"tansiq-key-request/"):
        request = parse_key_request(data)
        _say(N_("Asked for: %(what)s"), what=request_words(request))
        click.echo(str(request.key))
    elif data.startswith(b"tansiq-record/"):
        record = read_record(data)
        _say(N_("Signed, it says, by %(key)s: %(what)s"),
             key=f"{record.signature.name}+{record.signature.key_id.hex()}", what=record_words(record))  # fmt: skip
    else:
        _show_roots(parse_roots(data))


@keys.command()
@click.argument("keyfile", type=_PATH)
@click.argument("out", type=_PATH)
@_PARTY
@_CENTRE
@click.option("--purpose", required=True, type=click.Choice(PURPOSES), help="What the key is for; see docs/keys.md.")
def request(keyfile: Path, out: Path, *, party: str, centre: str, purpose: Purpose) -> None:
    """Write to OUT a request to certify the public key of KEYFILE, to be carried to the party's root.

    The private key stays where it is; its passphrase is not needed.
    """
    asked = KeyRequest(party, centre, purpose, public_key_of(files.read_file(keyfile)))
    files.write_all({out: bytes(_checked(asked))})
    _say(N_("Asked for: %(what)s"), what=request_words(asked))
    _say(N_("Write the key's name and id down, and compare them when it is certified."))


@keys.command()
@click.argument("rootkey", type=_PATH)
@click.argument("requests", type=_PATH, nargs=-1, required=True)
@click.option("--out", "folder", required=True, metavar="DIR", type=_PATH, help="Folder for the certificates.")
@click.option("--replaces", metavar="KEY", help="Name and id of the key whose place the new one takes (one request).")
@click.option("--roots", metavar="FILE", type=_PATH, help="The parties' roots: is ROOTKEY one of the party's?")
@_PASSPHRASE
@_YES
def certify(
    rootkey: Path, requests: tuple[Path, ...], *, folder: Path, replaces: str | None, roots: Path | None,
    passphrase_file: Path | None, yes: bool,
) -> None:  # fmt: skip
    """Certify the keys of REQUESTS with ROOTKEY: one record for each, into DIR.

    Shows what each certificate will say, and asks, before anything is signed.
    """
    asked = [parse_key_request(files.read_file(path)) for path in requests]
    if replaces is not None and len(asked) > 1:
        raise UsageError(N_("--replaces names one key: give one request with it."))
    outs = [folder / files.file_name("certificate", each.party, each.key.label) for each in asked]
    if len(set(outs)) < len(outs):
        raise UsageError(N_("Two of the requests are for one key and party. Give each once."))
    files.refuse_any(outs)
    _check_root(rootkey, {each.party for each in asked}, roots)
    contents = [_certificate(each, replaces) for each in asked]
    for each in asked:
        _say(N_("To be certified: %(what)s"), what=request_words(each))
        click.echo(str(each.key))
    _ask_before_signing(yes=yes)
    signer = files.open_key(rootkey, passphrase_file)
    entries = [sign_record(content, signer).entry for content in contents]
    files.write_all(dict(zip(outs, entries, strict=True)))
    _say_written(outs)


@keys.command()
@click.argument("rootkey", type=_PATH)
@click.argument("out", type=_PATH)
@click.option("--key", "label", required=True, metavar="KEY", help="Name and id of the key: name+id.")
@_PARTY
@_CENTRE
@click.option("--reason", required=True, type=click.Choice(list(REASONS)), help="Why.")
@click.option(
    "--from", "since", required=True, metavar="PLACE", type=click.IntRange(0, LIMITS.log_entries),
    help="First entry of the log whose signature by the key is doubtful.",
)  # fmt: skip
@click.option("--roots", metavar="FILE", type=_PATH, help="The parties' roots: is ROOTKEY one of the party's?")
@_PASSPHRASE
@_YES
def revoke(  # noqa: PLR0913 - one for each option
    rootkey: Path, out: Path, *, label: str, party: str, centre: str, reason: str, since: int, roots: Path | None,
    passphrase_file: Path | None, yes: bool,
) -> None:  # fmt: skip
    """Revoke a key with ROOTKEY: the record is written to OUT, to be put into the centre's log.

    A revoked key never comes back.
    """
    files.refuse_any((out,))
    _check_root(rootkey, {party}, roots)
    body: dict[str, Json] = {"key": label, "reason": reason, "not_trusted_from": since}
    content = _content("key_revocation/1", body, party, centre)
    _say(N_("To be revoked: %(what)s"), what=revocation_words(body, party, centre))
    _ask_before_signing(yes=yes)
    record = sign_record(content, files.open_key(rootkey, passphrase_file))
    files.write_all({out: record.entry})
    _say_written([out])


@keys.command()
@click.argument("out", type=_PATH)
@click.argument("named", metavar="PARTY=KEY...", nargs=-1, required=True)
def roots(out: Path, named: tuple[str, ...]) -> None:
    """Write to OUT the parties' roots: after each PARTY= its public key, or a file that holds it or the locked key.

    Both parties make this file, each for itself, and compare the line of digits that is shown.
    """
    made: dict[str, tuple[VerifierKey, ...]] = {}
    for words in named:
        party, equals, key = words.partition("=")
        if not equals:
            raise UsageError(N_("%(words)s is not PARTY=KEY."), words=words)
        made[party] = (*made.get(party, ()), _key_of(key))
    data = write_roots(made)
    parse_roots(data)
    files.write_all({out: data})
    _show_roots(made)


def _key_of(words: str) -> VerifierKey:
    try:
        return parse_verifier_key(words)
    except MalformedKeyError:
        if not Path(words).exists():
            raise
    data = files.read_file(Path(words))
    return (
        public_key_of(data)
        if data.startswith(b"tansiq-key/")
        else parse_verifier_key(data.decode("utf-8", errors="replace").strip())
    )


def _show_roots(made: Roots) -> None:
    data = write_roots(made)
    click.echo(data.decode(), nl=False)
    _say(N_("To compare with the other party, digit by digit: %(digits)s"), digits=fingerprint(data))


def _checked(asked: KeyRequest) -> KeyRequest:
    """Return a request that can be read back.

    Raises
    ------
    BadInputError
        It cannot: a name of a party or centre is not of its form.
    """
    return parse_key_request(bytes(asked))


def _check_root(rootkey: Path, parties: set[str], file: Path | None) -> None:
    """Refuse a root that is not the party's, if the parties' roots are at hand.

    Raises
    ------
    BadInputError
        It is another party's, or nobody's.
    """
    if file is None:
        return
    key, known = public_key_of(files.read_file(rootkey)), parse_roots(files.read_file(file))
    for party in sorted(parties):
        if key not in known.get(party, ()):
            raise BadInputError(N_("%(key)s is not a root of party %(party)s in %(file)s: what it signs for that party "
                                   "no log takes."), key=key.label, party=party, file=file)  # fmt: skip


def _certificate(asked: KeyRequest, replaces: str | None) -> Content:
    body: dict[str, Json] = {"key": str(asked.key), "purpose": asked.purpose}
    if replaces is not None:
        body["replaces"] = replaces
    return _content("key_certificate/1", body, asked.party, asked.centre)


def _content(kind: str, body: dict[str, Json], party: str, centre: str) -> Content:
    """Return what a root is to say about a key, read back once; its object is the key, by its id.

    Raises
    ------
    ContentError, BodyError
        A party, centre or key is not of its form.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    key_id = str(body["key"]).split("+")[1:2]
    content = Content(
        kind=kind, object="-".join(["key", *key_id]).lower(), body=body, author_role="root", party=party, centre=centre,
        event_at=now, received_at=now, entered_at=now,
    )  # fmt: skip
    check_body(content)
    return read_content(bytes(content))


def _ask_before_signing(*, yes: bool) -> None:
    if not yes and not files.agreed(N_("Is that right? Write yes to sign it")):
        raise click.Abort


def _say(template: str, **fields: object) -> None:
    click.echo(translate(template, current_language(), fields))


def _say_written(paths: list[Path]) -> None:
    for path in paths:
        _say(N_("Signed: %(file)s"), file=path)
