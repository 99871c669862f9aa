"""What is decided about families who move, without a database: the two lines, and what areas ask each other."""
