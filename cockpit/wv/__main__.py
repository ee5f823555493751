"""`python -m wv` is the `wv` command."""

from wv.cli import main

if __name__ == "__main__":
    main()
