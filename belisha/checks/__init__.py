"""The check door: drafts held up to the policy, and official posts before they go out."""
