"""Records put down one after another, each told on a pipe once it is acknowledged.

python -m tests.faults.writing FOLDER COUNT SEED
"""
# ruff: noqa: PLC0415, S311 - models can be imported only when Django is loaded; chance here protects nothing

import os
import random
import sys
from pathlib import Path

FUNCTIONS = ("viewer", "view", "director", "liaison", "translator", "clerk")
MOST_OF_A_FUNCTION = 999
FOR_EVER = 1_000_000


def write(pipe: int, seed: int, count: int = FOR_EVER) -> None:
    """Put down records of several kinds, saying each one's place and digest once it is acknowledged."""
    from tansiq.centre.accounts import invitations
    from tansiq.centre.accounts.models import Credential
    from tansiq.centre.door.author import centre_author
    from tansiq.centre.door.putting import put
    from tansiq.centre.door.store import in_words

    chance = random.Random(seed)
    for number in range(count):
        party = chance.choice(("federal", "regional"))
        if chance.random() < 0.7:
            body = {"act": "sign_in_failed", "count": number + 1}
            entered = put("access/1", body, centre_author(party), object=f"access-{seed}-{number}")
        else:  # two records, the second of which changes the row that the first made
            code = invitations.invite(party, ["viewer"])
            body = {"act": "opened", "roles": ["viewer"], "invitation": invitations.key_of(code)}
            entered = put("account/1", body, centre_author(party), object=lambda party=party: new_account(party))
        os.write(pipe, f"{entered.place} {entered.record.digest}\n".encode())
        if entered.content.kind == "account/1":
            with in_words():
                Credential.objects.create(username=entered.content.object.removeprefix("account-"))


def new_account(party: str) -> str:
    """Return an account that is not there yet: the journal's size, which only this writer sees, gives its number."""
    from tansiq.centre.door.moments import size

    word, number = divmod(size(), MOST_OF_A_FUNCTION)
    return f"account-{party[:3]}-{FUNCTIONS[word]}-{number + 1}"


def main(folder: Path, count: int, seed: int) -> None:
    """Write to a founded centre; what it refuses ends this as it ends a command."""
    from tansiq.cli import centre_site
    from tansiq.errors import TansiqError

    try:
        centre_site.load(folder)
        from tansiq.centre.door.publishing import publish

        write(sys.stdout.fileno(), seed, count)
        publish()
    except TansiqError as error:
        sys.stderr.write(f"tansiq: {error}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
