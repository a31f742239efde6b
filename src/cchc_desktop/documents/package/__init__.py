"""Report packages (zip), receipts (JSON), cover sheets and mail drafts; docs/package.md has the formats."""

from cchc_desktop.documents.package.read import OpenedPackage, read_package
from cchc_desktop.documents.package.write import MadePackage, write_package

__all__ = ["MadePackage", "OpenedPackage", "read_package", "write_package"]
