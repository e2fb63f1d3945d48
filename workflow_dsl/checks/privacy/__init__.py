"""WF23x: fields that must not be seen. In: a `Subject`. Out: hits. Pure but for the sources of handlers.

A field is sensitive when its contract says so, in a way that needs neither this package nor any other:

    card_number: str = Field(json_schema_extra={"sensitive": True})
    card_number: Annotated[str, "sensitive"]
    card_number: SecretStr
"""
