"""An agreement that both parties signed, as the file a centre adopts it by: checked, with its terms of exchange."""
