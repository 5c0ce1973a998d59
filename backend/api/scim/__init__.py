"""SCIM 2.0 under /scim/v2 (RFC 7643, RFC 7644): the face that directories know."""
