"""Tables from outside into the office's lists: one way for all of them."""
