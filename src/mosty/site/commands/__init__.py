"""What ``mosty`` can do: one module per command."""
