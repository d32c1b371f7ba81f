"""What can be done with a consultation and with comments: one verb, one class, as in the register."""
