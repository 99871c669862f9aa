"""What two areas do when the network between them does everything wrong."""
