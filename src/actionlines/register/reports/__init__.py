"""Reports of the register, and the papers that are built of them."""
