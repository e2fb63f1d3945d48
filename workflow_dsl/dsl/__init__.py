"""The DSL: what users write.

In: the arguments of a definition. Out: frozen steps, flows and expressions, each knowing its place in the user's
Python. Pure: compiling them is the compiler's work. Knows `resources`, and no other package above floor 0."""
