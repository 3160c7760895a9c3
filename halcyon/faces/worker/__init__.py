"""The third process: it opens envelopes and runs the clocks. One sweep a file; each sweeps the table that is its queue."""
