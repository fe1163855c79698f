"""When visits happen: slots, appointments, and the requests that ask for them. Stands on messaging."""
