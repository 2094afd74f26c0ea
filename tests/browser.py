"""Find Chromium for the browser tests; install Debian's where that is possible, else say how."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-core", "fonts-noto-cjk")


def find() -> str | None:
    """Return the path of a Chromium, the one named in SILVERLENS_CHROMIUM first, or None."""
    names = (os.environ.get("SILVERLENS_CHROMIUM", ""), *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def main() -> int:
    """Return 0 once there is a browser; 1 with one line saying what to install."""
    if find():
        return 0
    listed = " ".join(PACKAGES)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write(f"No Chromium found; installing {listed} ...\n")
        quiet = {"stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-q"], check=True, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-q", *PACKAGES], check=True, **quiet)
        if find():
            return 0
    sys.stderr.write(f"The browser tests need Chromium: apt-get install {listed}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
