"""How the shipped model is made: `make train`. Nothing here is installed with the package."""
