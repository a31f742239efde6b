"""The window. The only room that knows Qt; it reaches data through the services alone."""
