"""The parser that reads all YAML."""

try:
    from yaml import CSafeLoader as Loader  # libyaml: 12 times faster, and it rejects lone surrogates
except ImportError as missing:
    raise ImportError("PyYAML was built without libyaml, which the guide needs") from missing

__all__ = ["Loader"]
