"""`python -m worker.cli`: the command line where the script is not on the path."""

from worker.cli import main

main()
