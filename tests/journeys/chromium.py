"""Debian's chromium as every test opens it, without what only a person at its window would use."""

import os

from playwright.sync_api import Browser, Playwright

# The later of two lists wins: what Playwright switches off itself (its chromiumSwitches) stands here once more. Of ours, the
# first two alone cost each new window half a second of processor: pages of the address bar that nobody ever opens.
_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "PreloadTopChromeWebUI", "InitialWebUI", "WebUIReloadButton", "WebUIToolbar",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(_OFF)}",
)  # fmt: skip


def launch(playwright: Playwright) -> Browser:
    """A browser of its own, without a window."""
    return playwright.chromium.launch(
        executable_path=os.environ.get("PLAIT_TEST_CHROMIUM", "/usr/bin/chromium"), args=[*ARGS]
    )
