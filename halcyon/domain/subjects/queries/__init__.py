"""Every read that a face or a room needs of subjects. Each is journalled."""

from halcyon.domain.subjects.queries.proposals import Asked, Matches, Named, Proposal, match, matches, touched

__all__ = ["Asked", "Matches", "Named", "Proposal", "match", "matches", "touched"]
