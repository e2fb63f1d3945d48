"""Draw a state machine: StateMachine (with places, names and an execution's history) -> text, Mermaid, SVG and more.

Pure: the same input gives the same bytes on every machine. Nothing here opens a file or needs a browser, Node or Graphviz,
and nothing here knows whether the machine was written in the DSL or imported.
"""
