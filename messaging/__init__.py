"""Every piece of work is a message somebody must answer: threads, deliveries, departments, routing."""
