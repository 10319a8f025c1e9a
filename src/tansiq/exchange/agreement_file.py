"""An agreement that both parties signed, as the file a centre adopts it by: the proof, checked, and its terms of exchange."""
