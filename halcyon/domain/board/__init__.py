"""The measures: was the promise kept. Reading of counts that name nobody; no models, and one change: what the public is told."""
