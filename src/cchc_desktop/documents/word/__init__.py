"""What all Word documents share: packages, styles, numbering, text, templates and the width of letters."""
