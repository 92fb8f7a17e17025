"""`python -m benchmarks.report`: the page and README anew, of the figures that are there."""

from benchmarks.report.publish import publish

if __name__ == "__main__":
    print(publish())
