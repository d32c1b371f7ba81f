"""What the command line does on the site: each opens the register by `site.setup`, then calls it."""
