"""The shapes of JSON in signatures: an object, and an object that the function only reads."""

from collections.abc import Mapping
from typing import Any

JsonObject = dict[str, Any]
JsonMapping = Mapping[str, Any]
