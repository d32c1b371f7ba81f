"""What the command line does on the site: each sets Django up by `site.setup.start`, then calls the register."""
