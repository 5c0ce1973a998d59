"""People and groups that a directory keeps: what SCIM asks of the house, without SCIM's words."""
