"""Official posts on the school’s accounts and website, from draft to removal."""
