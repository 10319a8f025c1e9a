"""Certificates for connections: each party's own authority, requests, and whom a certificate names."""
