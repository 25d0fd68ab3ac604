"""The pipeline that turns YAML records into a site and booklets: one module a step."""
