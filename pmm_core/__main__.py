"""`python -m pmm_core`."""

from pmm_core.cli.root import main

if __name__ == "__main__":
    main()
