"""The walks of the architecture. Each is a function over its inputs, so that a test can hand it a planted fault."""
