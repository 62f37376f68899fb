"""From text to values: figures, periods and rules. Knows neither claims nor frames."""
