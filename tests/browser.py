"""Find Chromium for the browser tests; install Debian's where that is possible, else say how."""

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""What a Chromium may be called; the one without a desktop takes little more than half the time."""

PACKAGES = ("chromium-headless-shell", "chromium")
FONTS = ("fonts-noto-core", "fonts-noto-cjk")


def find() -> str | None:
    """Return the path of a Chromium, the one named in SILVERLENS_CHROMIUM first, or None."""
    names = (os.environ.get("SILVERLENS_CHROMIUM", ""), *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def main() -> int:
    """Return 0 once there is a browser; 1 with one line saying what to install."""
    if find():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-q"], check=True, **quiet)
        for package in PACKAGES:
            listed = " ".join((package, *FONTS))
            sys.stderr.write(f"No Chromium found; installing {listed} ...\n")
            subprocess.run(
                ["apt-get", "install", "-y", "-q", package, *FONTS], check=False, **quiet
            )
            if find():
                return 0
    either = " or ".join(PACKAGES)
    listed = " ".join((PACKAGES[-1], *FONTS))
    sys.stderr.write(f"The browser tests need {either}: apt-get install {listed}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
