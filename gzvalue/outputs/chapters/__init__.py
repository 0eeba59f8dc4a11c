"""The chapters of the dossier, one module each: `chapter(content, options)` gives blocks, or none where nothing is to be said."""
