"""Reports, cases, the playbooks they follow, referrals and takedowns."""
