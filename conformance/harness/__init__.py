"""What run.py is made of: the servers, the clients, the cases and the table."""
