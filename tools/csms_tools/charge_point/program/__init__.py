"""`csms simulate`: charge points in use, and the terminal around them."""
