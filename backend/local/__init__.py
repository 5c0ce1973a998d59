"""The embedded parts of `usher up`: PostgreSQL, Valkey, the mail catcher, and who looks after them."""
