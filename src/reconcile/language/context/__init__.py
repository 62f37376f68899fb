"""What the words around a figure tell: its statistic, periods, status and direction."""
