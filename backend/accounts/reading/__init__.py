"""Reading accounts as people send them: pastes, CSV files and spreadsheets, cell by cell."""
