"""Three centres of an exercise on one machine: founded without ceremony, entered without second factors, played.

A party's own centre on either side, a joint one between them, exchanging over the loopback network by an agreement that
both parties signed. Everything goes through the door, as anywhere: only who types is missing.

Nothing of this is loaded in any other centre. A centre is a demonstration only if ``centre.toml`` says so of an
exercise, and such a one is served to its own machine alone.
"""
