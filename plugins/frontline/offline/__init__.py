"""Taking issues in without a line 离线登记: a page that a village's telephone keeps, and the door for its entries."""
