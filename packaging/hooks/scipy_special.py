"""Runs before the program: stands in for ``scipy.special``, which is not carried.

``scipy.ndimage`` and ``scipy.fft`` import it for functions that the program does not call. With it would
come a second OpenBLAS, 35 MB.
"""

import sys
import types


class _Absent(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*_arguments, **_named):
            raise NotImplementedError(f"scipy.special.{name} is not part of the installed program")

        return refuse


sys.modules["scipy.special"] = _Absent("scipy.special")
