import sys
from pathlib import Path

from csms_tools.conformance.page import page_with_tables

path = Path(sys.argv[1])
path.write_text(page_with_tables(path.read_text()))
