"""What pages share: their anatomy, pickers, folded parts, sources, the visitor, live polling."""
