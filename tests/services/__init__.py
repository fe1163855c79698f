"""The real servers, processes and browser that tests use. Every run, and every worker of a run, has its own."""
