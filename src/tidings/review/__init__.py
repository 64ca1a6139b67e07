"""What people rule on the record, and what that and new readings change in it."""
