"""Reading what units send: packages, workbooks of our own making, and Excel files of anybody."""
