"""What the province of the benchmarks is made of: its people, its texts, its rows."""
