"""What people do with reports and cases: one function for each verb, with its guard, in one transaction."""
