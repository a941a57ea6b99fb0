"""Full text search: tokens, the backend's protocol, Whoosh behind it, and the pages' and worker's service."""

import warnings

# Whoosh 2.7.4 has no upstream any more; compiling it says so on every new Python.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*whoosh")
