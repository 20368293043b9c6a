"""Who: agencies, departments, the posts people hold, how they sign, with which credential."""
