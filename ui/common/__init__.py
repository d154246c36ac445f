"""What all pages share: title and charts, pickers, folded parts, texts, data, the visitor, live polling."""
