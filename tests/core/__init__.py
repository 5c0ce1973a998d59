"""The ground floor: rules that know no room."""
