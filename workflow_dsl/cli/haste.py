"""What a command that lives for moments does without. To be called before anything else is imported."""

import gc
import importlib
import os
import sys
from types import ModuleType
from typing import Any

_METADATA = "importlib.metadata"


def hurry() -> None:
    """Leave garbage where it is, and pydantic's plugins alone."""
    # Collecting the garbage of the imports costs a tenth of them and frees nothing.
    gc.disable()
    # Plugins watch contracts at work, and here none is at work; looking for them reads what is known of every installed
    # package. Whoever wants them nevertheless sets the variable, be it to nothing.
    if os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__") == "__all__" and _METADATA not in sys.modules:
        sys.modules[_METADATA] = importlib.metadata = _Metadata(_METADATA)


class _Metadata(ModuleType):
    """Stands for importlib.metadata until something of it is used, and is that module then.

    pydantic imports it, with its parsers of mail and zip files, also where plugins are disabled: 12 ms.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # For those who import a part of it.
        self.__path__ = [os.path.join(os.path.dirname(importlib.__file__), "metadata")]

    def entry_points(self, **chosen: str) -> Any:
        """Those of the module itself."""
        return self.__getattr__("entry_points")(**chosen)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            # The import system itself asks for such.
            raise AttributeError(name)
        if sys.modules.get(_METADATA) is self:
            del sys.modules[_METADATA]
        return getattr(importlib.import_module(_METADATA), name)
