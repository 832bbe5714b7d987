"""Finding out that a person is known already: within reach by possible matches, beyond it by a question."""
