"""Run the command line: ``python -m tansiq``."""

from tansiq.cli import main

if __name__ == "__main__":
    main(prog_name="tansiq")
