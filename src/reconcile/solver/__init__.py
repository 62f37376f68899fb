"""Whether a system of linear rows with exact ends can hold, decided and proved in rational arithmetic."""
