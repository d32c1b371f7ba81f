"""Run the command line as `python -m actionlines`."""

from actionlines.cli import main

if __name__ == "__main__":
    main()
