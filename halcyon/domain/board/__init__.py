"""The measures: was the promise kept. Pure reading of counts that name nobody; no models, no change."""
