"""The native window over the server, and the other ways to start Sigmascope on a desk."""
