"""What people do with a version on its way to the website: one function for each verb."""
