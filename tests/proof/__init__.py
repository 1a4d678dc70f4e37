"""What holds for the whole program, tried from outside."""
